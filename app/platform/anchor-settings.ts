/** Where the log's newest state is also written down, if anywhere (docs/guides/operator.md). */
export type EvmSettings = {
  /** A provider's address; it often holds a key, so it is never shown. */
  url: string;
  contract: string;
  /** A file with the poster's private key, 64 hex digits. */
  keyFile: string;
  /** How long a block is waited for, before it is left to the next hour; a minute if left out. */
  minedMs?: number;
};
export type AnchorSettings = { evm: EvmSettings | undefined; ots: readonly string[] };

const isWeb = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Undefined where nothing is set. Throws an Error with a sentence for the person at the keyboard. */
export function anchorSettings(env: NodeJS.ProcessEnv): AnchorSettings | undefined {
  const evm = evmSettings(env);
  const ots = (env.VOUCH_ANCHOR_OTS ?? '')
    .split(',')
    .map((url) => url.trim().replace(/\/+$/, ''))
    .filter((url) => url !== '');
  const wrong = ots.find((url) => !isWeb(url) || url.length > 300);
  if (wrong !== undefined)
    throw new Error(`VOUCH_ANCHOR_OTS is a list of addresses with commas between them, not "${wrong}"`);
  return evm || ots.length > 0 ? { evm, ots: [...new Set(ots)] } : undefined;
}

function evmSettings(env: NodeJS.ProcessEnv): EvmSettings | undefined {
  const [url, contract, keyFile] = [
    env.VOUCH_ANCHOR_EVM_URL,
    env.VOUCH_ANCHOR_EVM_CONTRACT,
    env.VOUCH_ANCHOR_EVM_KEY,
  ];
  if (!url && !contract && !keyFile) return undefined;
  if (!url || !contract || !keyFile)
    throw new Error('VOUCH_ANCHOR_EVM_URL, VOUCH_ANCHOR_EVM_CONTRACT and VOUCH_ANCHOR_EVM_KEY go together.');
  if (!isWeb(url))
    throw new Error('VOUCH_ANCHOR_EVM_URL must be an address that begins with https:// or http://');
  if (!/^0x[0-9a-fA-F]{40}$/.test(contract))
    throw new Error(`VOUCH_ANCHOR_EVM_CONTRACT is 0x and 40 hex digits, not "${contract}"`);
  return { url, contract: contract.toLowerCase(), keyFile };
}
