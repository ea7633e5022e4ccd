/** Begins anew at the first page: after the host has changed the data folder nothing on screen holds any more. */
export function restartWindow(): void {
  location.hash = '#/'
  location.reload()
}
