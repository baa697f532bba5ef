/** The outline of an icon on a 24 × 24 grid, drawn by AppIcon as one stroke. Each is an export, so unused ones are dropped. */
export type Icon = string

export const checkIcon: Icon = 'M5 12.5l4.5 4.5L19 7.5'
export const closeIcon: Icon = 'M6 6l12 12M18 6L6 18'
export const backIcon: Icon = 'M14.5 5.5L8 12l6.5 6.5'
export const searchIcon: Icon = 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5'
export const cameraIcon: Icon =
  'M4 8h3.5l1.5-2.5h6L16.5 8H20a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z'
export const fileIcon: Icon = 'M6 3.5h8L18.5 8v12.5H6zM13.5 3.5V8.5h5'
export const trashIcon: Icon = 'M4.5 7h15M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10 10.5v6M14 10.5v6'
export const alertIcon: Icon = 'M12 4L21.5 20h-19zM12 10v4.5M12 17.3v.2'
export const offlineIcon: Icon =
  'M3.5 3.5l17 17M8.5 8.6A5 5 0 0 0 7 9.5 4.5 4.5 0 0 0 7 18.5h10.5M11 6.6a5.5 5.5 0 0 1 6.5 4.4 3.8 3.8 0 0 1 2.5 6.4'
export const readingIcon: Icon = 'M6 12v.2M12 12v.2M18 12v.2'
export const waitingIcon: Icon = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2'
export const lockIcon: Icon = 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3'
export const fingerprintIcon: Icon =
  'M6 5.5a9 9 0 0 1 12 0M4.5 15v-3.5a7.5 7.5 0 0 1 15 0V15M7.5 18.5q.7-1.7.7-3.5v-3.5a3.8 3.8 0 0 1 7.6 0V15q0 2.3-.8 4.5M12 11.5V15q0 2.7-1 5'
export const barredIcon: Icon = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8 12h8'
export const storageIcon: Icon =
  'M5 6.5C5 5.1 8.1 4 12 4s7 1.1 7 2.5S15.9 9 12 9 5 7.9 5 6.5zM5 6.5v11C5 18.9 8.1 20 12 20s7-1.1 7-2.5v-11M5 12c0 1.4 3.1 2.5 7 2.5s7-1.1 7-2.5'
export const uploadIcon: Icon = 'M12 15.5V4.5M7 9l5-5 5 5M4.5 15.5V19.5h15v-4'
export const plusIcon: Icon = 'M12 5v14M5 12h14'
export const penIcon: Icon = 'M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5'
export const nextIcon: Icon = 'M9.5 5.5L16 12l-6.5 6.5'
export const zoomInIcon: Icon =
  'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5M7.5 10.5h6M10.5 7.5v6'
export const zoomOutIcon: Icon = 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5M7.5 10.5h6'
export const fitWidthIcon: Icon = 'M3.5 5v14M20.5 5v14M7 12h10M9.5 9.5L7 12l2.5 2.5M14.5 9.5L17 12l-2.5 2.5'
export const rotateIcon: Icon = 'M19.5 12a7.5 7.5 0 1 1-2.5-5.6M19.5 3.5v4.5H15'
export const downloadIcon: Icon = 'M12 4.5v11M7 11l5 5 5-5M4.5 15.5V19.5h15v-4'
export const phoneIcon: Icon =
  'M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A14.5 14.5 0 0 1 4 5.5a2 2 0 0 1 2-2z'
export const infoIcon: Icon = 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5.5M12 7.6v.2'
export const printIcon: Icon = 'M7 9V3.5h10V9M7 16.5H4V9h16v7.5h-3M7 13.5h10v7H7z'
