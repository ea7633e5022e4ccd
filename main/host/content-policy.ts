/**
 * Headers of every answer that a window shows or runs.
 *
 * Electron's security guide, "Define a Content Security Policy"; OWASP Secure Headers for the rest. Tiles come through
 * the host, so nothing but the program's own origin is ever needed.
 *
 * @param sockets origins of WebSockets that the window may open; not every browser counts them as `'self'`.
 */
export function securityHeaders(sockets: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `connect-src ${["'self'", ...sockets].join(' ')}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  }
}
