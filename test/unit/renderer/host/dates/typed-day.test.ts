import { describe, expect, it } from 'vitest'
import { addDays } from '#core/domain/values/plain-date.ts'
import { readTypedDay, wholeTypedDay } from '#renderer/host/dates/typed-day.ts'
import { writtenDay } from '#renderer/locales/formats.ts'

const TODAY = '2026-11-27'
const read = (text: string, today = TODAY) => {
  const day = readTypedDay(text, today)
  return day.ok ? day.value : `! ${day.error}`
}

describe('a typed day', () => {
  it.each([
    ['31/1/2026', '2026-01-31'],
    ['03/04/2026', '2026-04-03'],
    ['31-1-26', '2026-01-31'],
    ['31.01.2026', '2026-01-31'],
    ['31 1 2026', '2026-01-31'],
    ['31 / 1 / 2026', '2026-01-31'],
    [' 31/1/2026 ', '2026-01-31'],
    ['310126', '2026-01-31'],
    ['31012026', '2026-01-31'],
    ['2026-01-31', '2026-01-31'],
    ['2026-1-5', '2026-01-05'],
  ])('%s is %s: the day comes first', (text, day) => expect(read(text)).toBe(day))

  it.each([
    ['31.1', '2026-01-31'],
    ['31/1', '2026-01-31'],
    ['3 abr', '2026-04-03'],
  ])('%s without a year is of this one', (text, day) => expect(read(text)).toBe(day))

  it.each([
    ['3 abr 2026', '2026-04-03'],
    ['03 sept 2026', '2026-09-03'],
    ['3 de abril de 2026', '2026-04-03'],
    ['3 de abril del 26', '2026-04-03'],
    ['3-apr-26', '2026-04-03'],
    ['3 Apr. 2026', '2026-04-03'],
    ['April 3, 2026', '2026-04-03'],
    ['1st May', '2026-05-01'],
    ['1st of May 2026', '2026-05-01'],
    ['2ND MAY, 2026', '2026-05-02'],
    ['May 23rd, 2026', '2026-05-23'],
    ['4th Jun 26', '2026-06-04'],
    ['1º de mayo', '2026-05-01'],
    ['1.º de mayo de 2026', '2026-05-01'],
    ['3 SETIEMBRE 2026', '2026-09-03'],
  ])('%s names its month, in either language', (text, day) => expect(read(text)).toBe(day))

  it.each([
    ['hoy', '2026-11-27'],
    ['Mañana', '2026-11-28'],
    ['ayer', '2026-11-26'],
    ['today', '2026-11-27'],
    ['TOMORROW', '2026-11-28'],
    ['yesterday', '2026-11-26'],
    ['+7', '2026-12-04'],
    ['+ 40', '2027-01-06'],
    ['-3', '2026-11-24'],
    ['−3', '2026-11-24'],
  ])('%s counts from today', (text, day) => expect(read(text)).toBe(day))

  it.each([
    ['1/1/46', '2046-01-01'],
    ['1/1/47', '1947-01-01'],
    ['1/1/99', '1999-01-01'],
    ['1/1/00', '2000-01-01'],
    ['010147', '1947-01-01'],
  ])('%s has a year of two digits, at most twenty years ahead', (text, day) => expect(read(text)).toBe(day))

  it('knows leap days', () => {
    expect(read('29/2/2024')).toBe('2024-02-29')
    expect(read('29/2/2000')).toBe('2000-02-29')
    expect(read('29/2/2026')).toBe('! noSuchDay')
    expect(read('29/2/1900')).toBe('! noSuchDay')
    expect(read('29/2')).toBe('! noSuchDay')
    expect(read('29/2', '2028-01-01')).toBe('2028-02-29')
  })

  it.each([
    '31/02/2026',
    '31/4/26',
    '12/31/2026',
    '00/01/2026',
    '0/0/2026',
    '2026-13-01',
    '32 ene',
    '450126',
  ])('%s is no day, and is not guessed to be another', (text) => expect(read(text)).toBe('! noSuchDay'))

  it.each(['1/1/0026', '1/1/2206', '2206-01-01', '01011026', '+99999'])('%s has a wrong year', (text) =>
    expect(read(text)).toBe('! year'),
  )

  it.each([
    '',
    'x',
    '31',
    '3101',
    '31/1/202',
    '31/1/20261',
    '1/2/3/4',
    '2026-01-31T10:00:00Z',
    '3 foo 2026',
    '3 constructor 2026',
    '=1+1',
    '<b>31/1/2026</b>',
    '31/1/2026; 1/2/2026',
    '٣١/١/٢٠٢٦',
    `31/1/2026${' '.repeat(50)}`,
    '9'.repeat(100_000),
  ])('%.30s is no date', (text) => expect(read(text)).toBe('! form'))

  it('is read as pasted from a page: odd blanks, wide digits, invisible characters', () => {
    expect(read('31\u00A0/ 1 /\u20092026')).toBe('2026-01-31')
    expect(read('\u200E31/1/2026\u200B')).toBe('2026-01-31')
    expect(read('３１／１／２０２６')).toBe('2026-01-31')
    expect(read('31–1–2026\n')).toBe('2026-01-31')
  })

  it.each(['es', 'en'])('is read as the program writes it, every day of a year (%s)', (locale) => {
    for (let day = '2027-12-20'; day < '2029-01-10'; day = addDays(day, 1))
      expect(read(writtenDay(locale, day))).toBe(day)
  })
})

describe('while a day is typed', () => {
  it.each(['2', '31/1', '31/1/2', '31/1/20', '310126', 'hoy', '2026-01-3', '31/02/2026'])(
    '%s may go on, or is none',
    (text) => expect(wholeTypedDay(text, TODAY)).toBeUndefined(),
  )
  it('a whole one is taken at once', () => {
    expect(wholeTypedDay('31/1/2026', TODAY)).toBe('2026-01-31')
    expect(wholeTypedDay('2026-01-31', TODAY)).toBe('2026-01-31')
  })
})
