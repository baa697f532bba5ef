// How each paper lies under the camera. `corners` begin with the paper's top left and go clockwise, in pixels of the photo.
const handAtRight = { path: 'M1330 -60C1180 260 1230 520 1660 700V-60Z', softness: 60, strength: 0.34 }
const phoneBelow = { path: 'M300 1260C420 940 1100 900 1260 1260Z', softness: 80, strength: 0.3 }
const windowBar = { path: 'M-60 260L1700 -20V170L-60 470Z', softness: 34, strength: 0.2 }
const headAbove = { path: 'M380 -80C420 300 820 330 900 -80Z', softness: 70, strength: 0.3 }

const landscape = { width: 1600, height: 1200, targetBytes: 320_000 }
const portrait = { width: 1200, height: 1600, targetBytes: 320_000 }

export const shots = {
  'id-front': {
    ...landscape,
    seed: 11,
    desk: 'oak',
    lamp: [0.25, 0.2],
    shade: handAtRight,
    curl: 0,
    corners: [
      [262, 250],
      [1310, 186],
      [1392, 862],
      [206, 938],
    ],
  },
  'id-back': {
    ...landscape,
    seed: 12,
    desk: 'oak',
    lamp: [0.3, 0.15],
    shade: phoneBelow,
    curl: 0,
    corners: [
      [236, 214],
      [1344, 262],
      [1318, 940],
      [184, 872],
    ],
  },
  'business-licence': {
    ...landscape,
    seed: 13,
    desk: 'cloth',
    lamp: [0.7, 0.2],
    shade: windowBar,
    curl: 0.006,
    corners: [
      [206, 150],
      [1420, 122],
      [1516, 1010],
      [104, 1044],
    ],
  },
  'lease-300k': {
    ...portrait,
    seed: 14,
    targetBytes: 309_000,
    noise: 5.3,
    desk: 'walnut',
    lamp: [0.3, 0.2],
    shade: headAbove,
    curl: 0.01,
    corners: [
      [148, 152],
      [1010, 122],
      [1120, 1452],
      [96, 1476],
    ],
  },
  'lease-signatures': {
    ...portrait,
    seed: 15,
    desk: 'walnut',
    lamp: [0.6, 0.15],
    shade: headAbove,
    curl: -0.008,
    corners: [
      [190, 118],
      [1058, 160],
      [1096, 1470],
      [82, 1436],
    ],
  },
  'floor-plan': {
    ...portrait,
    seed: 16,
    desk: 'slate',
    lamp: [0.2, 0.3],
    shade: headAbove,
    curl: 0.012,
    corners: [
      [172, 176],
      [1046, 130],
      [1118, 1420],
      [118, 1484],
    ],
  },
  'household-page': {
    ...landscape,
    seed: 17,
    desk: 'slate',
    lamp: [0.75, 0.25],
    shade: phoneBelow,
    curl: 0.008,
    corners: [
      [232, 148],
      [1392, 196],
      [1452, 1042],
      [150, 1012],
    ],
    // Held upright: the sensor's rows are turned, and the place is written in. Both must be gone from a master.
    exif: {
      IFD0: { Make: 'OneTrip sample' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '28/1 12/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '113/1 0/1 0/1' },
    },
  },
  'application-form': {
    ...portrait,
    seed: 18,
    desk: 'oak',
    lamp: [0.4, 0.1],
    shade: headAbove,
    curl: 0.006,
    corners: [
      [168, 136],
      [1026, 150],
      [1104, 1466],
      [92, 1450],
    ],
  },
  'health-certificate': {
    ...landscape,
    seed: 19,
    desk: 'cloth',
    lamp: [0.2, 0.25],
    shade: handAtRight,
    curl: 0,
    corners: [
      [300, 262],
      [1290, 218],
      [1356, 868],
      [252, 912],
    ],
  },
  'proxy-letter': {
    ...portrait,
    seed: 20,
    desk: 'walnut',
    lamp: [0.7, 0.3],
    shade: headAbove,
    curl: -0.01,
    corners: [
      [150, 170],
      [1042, 128],
      [1102, 1452],
      [104, 1490],
    ],
  },
}
