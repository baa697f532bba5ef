// The few web globals that browsers, service workers and Node all have; everything else stays out of shared.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean })
  decode(bytes?: Uint8Array): string
}
declare function btoa(text: string): string
declare function atob(text: string): string
