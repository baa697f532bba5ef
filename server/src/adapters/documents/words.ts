// Official documents are set in Chinese only (国家通用语言文字法 art. 9), so these words have no second language.

export const VOID_WORDS = '样张·无效'
export const DEMO_FOOTER = '演示样张　不具有法律效力'
export const SEAL_PLACE = '（印章）'
export const SCAN_TO_CHECK = '扫码查验'
export const HOLDER = '持有人'
export const ITEM = '事项名称'
export const VALID_UNTIL = '有效期至'
export const SIGNED_FOR = '签收人：'
export const SIGNED_ON = '签收日期：'

export const numberLine = (number: string): string => `编号：${number}`
export const addressLine = (addressee: string): string => `${addressee}：`
export const contactLine = (contact: string): string => `联系方式：${contact}`
export const pageLine = (page: number, pages: number): string => `第 ${page} 页，共 ${pages} 页`
