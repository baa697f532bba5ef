export const track = {
  title: '查办件进度',
  lead: '不用注册，不用登录。查询码印在收件凭证上，也可以扫凭证上的二维码。',
  queryCode: '查询码',
  queryCodeHint: '12 位，印在收件凭证上，三组四位。字母不分大小写。',
  queryCodeWrong: {
    length: '查询码是 12 位，请对照收件凭证检查有没有少填或多填。',
    characters: '有的字符不会出现在查询码里，请对照收件凭证再看一遍。',
  },
  factKind: '再核对一项',
  factKindHint: '选办理时留的那一项。没有手机也可以查。',
  phoneTail: '手机号后四位',
  idTail: '身份证号后四位',
  slipPin: '折页密码',
  phoneTailHint: '4 位数字',
  idTailHint: '最后一位可能是 X',
  slipPinHint: '拆开收件凭证的折页可以看到，6 位数字',
  phoneTailWrong: '请填写手机号的最后 4 位数字。',
  idTailWrong: '请填写身份证号的最后 4 位，最后一位可以是 X。',
  slipPinWrong: '请填写折页上的 6 位数字。',
  submit: '查进度',
  pending: '正在查询…',
  notFound: {
    title: '没有查到',
    text: '查询码和核对的内容对不上。请对照收件凭证检查，或者到收件的社区询问。',
  },
  tooManyTries: {
    title: '查询次数过多',
    text: '为保护您的信息，请在 {count} 分钟后再查。',
  },
  serverUnreachable: {
    title: '暂时查不了',
    text: '服务器没有回应，您的办件不受影响。请过一会儿再查。',
  },
  offline: {
    title: '现在没有网络',
    text: '查询需要网络。连上网络后，再按“查进度”。',
  },
} as const
