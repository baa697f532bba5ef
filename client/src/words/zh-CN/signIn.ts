export const signIn = {
  agentTitle: '登录帮代办平板',
  agentLead: '社区和重点楼宇的帮代办员在这里登录。登录后，没有网络也能收件。',
  staffTitle: '登录审批工作台',
  staffLead: '审批、综合窗口、寄递、督查和管理人员在这里登录。',
  loginName: '登录名',
  password: '密码',
  submit: '登录',
  pending: '正在登录…',
  loginNameMissing: '请填写登录名。',
  passwordMissing: '请填写密码。',
  wrongCredentials: {
    title: '登录名或密码不对',
    text: '请检查后再试。忘记密码，请联系本单位的系统管理员重设。',
  },
  tooManyTries: {
    title: '尝试次数过多，暂时不能登录',
    text: '请在 {count} 分钟后再试。平板上已保存的内容不受影响。',
  },
  serverUnreachable: {
    title: '连不上服务器',
    text: '网络是通的，但服务器没有回应。请过一会儿再试。',
  },
  offline: {
    title: '现在没有网络',
    text: '登录需要网络。连上网络后，再按“登录”。',
  },
  storeFailed: {
    title: '平板存储出错，没能完成登录',
    text: '可能是空间不足，或者存储损坏了。请删掉平板上不用的照片或者应用，再登录一次。请不要清除浏览器数据。',
  },
  code: {
    title: '登记这台平板',
    lead: '这台平板第一次在{unit}使用。请输入管理员给的登记码；每台新平板一个，只用一次。',
    label: '登记码',
    hint: '12 位，例如 7K3M-QD4X-A92B。大小写、空格和横线都不影响；可以粘贴。',
    submit: '登记',
    pending: '正在登记…',
    mistyped: {
      length: '登记码是 12 位，请对照检查是否漏了或多了。',
      characters: '里面有登记码不会用到的字符，请对照检查。登记码里没有字母 V，也没有汉字。',
    },
    wrong: {
      title: '这个登记码不能用',
      text: '可能输错了，也可能已经用过、过期、被收回，或者是别的服务点的。请对照检查；还不行，请管理员重新生成一个。',
    },
    tooManyTries: {
      title: '尝试次数过多，暂时不能登记',
      text: '请在 {count} 分钟后再试。输入的登记码还在。',
    },
    unreachable: {
      title: '没能联系上服务器',
      text: '登记需要网络。连上后，再按“登记”；输入的登记码还在，同一个码可以再试。',
    },
    storeFailed: {
      title: '平板存储出错，没能完成登记',
      text: '可能是空间不足。请删掉平板上不用的照片或者应用，再按“登记”；同一个码可以再试。请不要清除浏览器数据。',
    },
  },
  revoked: {
    title: '这台平板已被管理员停用',
    lead: '不能再收新的件，也不再显示办件。已经提交的会先传走，然后清除您在这台平板上的全部内容。',
    wipedUnsent:
      '服务器没有收下、一直等着处理的 {count} 项没有送到，随平板清除了，请告诉管理员。其余已经提交的都传走了。您的全部内容和密钥已经从这台平板上清除。',
    wipedLead: '已经提交的都传走了。您的全部内容和密钥已经从这台平板上清除。',
    lookingOnceMore: '已提交的内容都传走了，正在最后核对一遍。',
    handingIn: '正在传走已提交的内容，还有 {count} 项。',
    keepOnline: '请保持联网、不要关闭应用。传完后会自动清除。',
    startAnew: '从头开始',
    wipeFailed: {
      title: '已提交的都传走了，但还没能清除',
      text: '请关闭本应用的其他窗口，稍后会自动再试。还不行，请重启平板后联网打开应用。',
    },
  },
} as const
