export const common = {
  productName: '最多跑一次',
  agentApp: '帮代办',
  staffApp: '审批工作台',
  residentApp: '办事服务',
  kitPage: '界面组件',
  skipToContent: '跳到正文',
  retry: '再试一次',
  cancel: '取消',
  networkGone: {
    staff: '网络已断开。已输入的文字会保留，连上网络后再提交。',
    resident: '网络已断开。连上网络后可以继续查询。',
  },
  update: {
    ready: '新版本已下载好。更新只需几秒，未上传的内容不受影响。',
    apply: '现在更新',
  },
  notFound: {
    title: '没有这个页面',
    text: '地址可能输错了，或者页面已经移走。',
    home: '回到首页',
  },
} as const
