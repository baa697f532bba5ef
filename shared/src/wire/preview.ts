/** Widths in pixels in which the desk may ask for a scan: few, so that a preview is not made in every one there is. */
export const PREVIEW_WIDTHS = [320, 800, 1600, 2400] as const
export type PreviewWidth = (typeof PREVIEW_WIDTHS)[number]
