/** Words about room on a tablet that runs full. */
export const room = {
  title: '平板快满了',
  full: '平板满了',
  later: '送出 {count} 件，送达后可以腾出 {bytes}。',
  now: '已送达的 {count} 件，扫描件占 {bytes}。服务器都已签收，现在就可以清掉。',
  none: '这里没有可以腾的空间。请删掉平板上不用的照片或应用。',
  reading: '正在看哪里能腾出空间…',
  toQueue: '看怎么腾空间',
  action: '清掉已送达的扫描件',
  confirmTitle: '清掉 {count} 件的扫描件？',
  confirmText:
    '这些扫描件服务器都已签收。清掉后，在这台平板上看不到这些页；办件和回执都还在。万一区里的服务器要从备份恢复，可能会请您重拍。',
  done: '已腾出 {bytes}。',
  failed: '没能腾出空间，什么也没有变。请再试一次。',
} as const
