import { creditCode, residentId } from './codes.mjs'

// Nobody here exists: names say 样例, the area code 430199 was never assigned, the street is on no map.

export const PERSON = {
  name: '林㛃（样例）',
  id: residentId('43019919900307002'),
  address: '长沙市样例区样例街道样例路 999 号',
}

export const SHOP = {
  name: '样例区林㛃小吃店',
  code: creditCode('92430199MA4EXAMP'),
  place: '长沙市样例区样例街道样例路 999 号附 1 号',
}

/** A4 at 150 dots per inch; a bank card's size at 300. */
export const A4 = { width: 1240, height: 1754 }
export const CARD = { width: 1012, height: 638 }
