export const common = {
  productName: '最多跑一次',
  agentApp: '帮代办',
  staffApp: '审批工作台',
  residentApp: '办事服务',
  kitPage: '界面组件',
  skipToContent: '跳到正文',
  twoSentences: '{first}{second}',
  retry: '再试一次',
  cancel: '取消',
  networkGone: {
    staff: '网络已断开。已输入的文字会保留，连上网络后再提交。',
    resident: '网络已断开。连上网络后可以继续查询。',
  },
  update: {
    ready: '新版本已下载好。更新只需几秒，未上传的内容不受影响。',
    apply: '现在更新',
    onItsWay: '正在下载新版本，下载好后自动更新。',
    none: '现在没有可用的新版本。请过一会儿再试，或者联系系统管理员。',
  },
  trouble: {
    'page-missing': {
      title: '这一页没能打开',
      text: '应用可能刚刚更新过，或者网络断了。已保存的内容不受影响，请重新载入。',
    },
    unexpected: {
      title: '刚才的操作没有完成',
      text: '已保存的内容不受影响。请再试一次；还是不行，请重新载入。',
    },
    reload: '重新载入',
    dismiss: '知道了',
  },
  notFound: {
    title: '没有这个页面',
    text: '地址可能输错了，或者页面已经移走。',
    home: '回到首页',
  },
} as const
