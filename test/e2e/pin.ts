import { expect, type Locator, type Page } from '@playwright/test'

interface Point {
  x: number
  y: number
}

/** The end of the pin, in pixels of the page: where it points to. */
export async function tipOf(pin: Locator): Promise<Point> {
  const box = await pin.boundingBox()
  if (!box) throw new Error('The pin is not on the screen.')
  // Its anchor is one pixel above the lower edge of the picture (renderer/map/pin.ts).
  return { x: box.x + box.width / 2, y: box.y + box.height - 1 }
}

/** Waits until the map has come to rest, as a person does before reaching for the pin. */
export async function restingTip(pin: Locator): Promise<Point> {
  let last: Point = { x: NaN, y: NaN }
  await expect(async () => {
    const before = last
    last = await tipOf(pin)
    expect(last).toEqual(before)
  }).toPass({ intervals: [150] })
  return last
}

/** Drags the pin with the mouse by so many pixels, in steps as a hand does, and lets go. Answers where that was. */
export async function dragPin(page: Page, pin: Locator, by: Point): Promise<Point> {
  const tip = await restingTip(pin)
  const hold = { x: tip.x, y: tip.y - 22 }
  await page.mouse.move(hold.x, hold.y)
  await page.mouse.down()
  await page.mouse.move(hold.x + by.x / 2, hold.y + by.y / 2, { steps: 4 })
  await page.mouse.move(hold.x + by.x, hold.y + by.y, { steps: 4 })
  await page.mouse.up()
  return { x: tip.x + by.x, y: tip.y + by.y }
}

/** The pin points to where it was dropped, to a pixel. */
export async function expectTip(pin: Locator, at: Point): Promise<void> {
  const tip = await tipOf(pin)
  expect(Math.hypot(tip.x - at.x, tip.y - at.y)).toBeLessThanOrEqual(1.5)
}

/** "37.18, -3.6" of the position field as numbers. */
export async function readPosition(field: Locator): Promise<{ latitude: number; longitude: number }> {
  await expect(field).toHaveValue(/^-?[\d.]+, -?[\d.]+$/)
  const [latitude = NaN, longitude = NaN] = (await field.inputValue()).split(',').map(Number)
  return { latitude, longitude }
}
