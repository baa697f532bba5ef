/** Papers that nobody owns: the sample shop of `e2e/samples`. */
export const APPLICANT = {
  name: '林㛃（样例）',
  idNumber: '43019919900307002X',
  /** The same number with a last digit that does not fit. */
  mistypedIdNumber: '430199199003070021',
  mobile: '13800000001',
  phoneTail: '0001',
  address: '荷花园街道样例路 1 号 2 栋 301 室',
  shop: '样例区林㛃小吃店',
  premises: '荷花园街道样例路 1 号 1 楼 3 铺',
} as const
