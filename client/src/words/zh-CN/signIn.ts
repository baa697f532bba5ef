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
    text: '可能是空间不足。请清理空间后再登录一次；平板上已保存的内容不受影响。',
  },
} as const
