// Compiles contracts/VouchAnchor.sol: `node cli/contract.ts` writes contracts/VouchAnchor.json anew. The file is kept in
// the repository, so that nobody needs the compiler to use the contract; a test compiles it again and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hex, sha256 } from '../ledger/index.ts';

const at = (name: string): URL => new URL(`../contracts/${name}`, import.meta.url);

export type Compiled = { compiler: string; source: string; abi: unknown[]; bytecode: string };

type Solc = { version(): string; compile(input: string): string };
type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>>;
};

/** The oldest instruction set that chains still run is taken, and no metadata hash: the bytes depend on the source alone. */
const SETTINGS = {
  optimizer: { enabled: true, runs: 1000 },
  evmVersion: 'paris',
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

export function compileAnchor(): Compiled {
  const solc = createRequire(import.meta.url)('solc') as Solc;
  const source = readFileSync(at('VouchAnchor.sol'));
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: { 'VouchAnchor.sol': { content: source.toString('utf8') } },
        settings: SETTINGS,
      }),
    ),
  ) as Output;
  const said = (output.errors ?? []).map(({ formattedMessage }) => formattedMessage).join('\n');
  const contract = output.contracts?.['VouchAnchor.sol']?.['VouchAnchor'];
  if (said !== '' || !contract) throw new Error(`the contract doesn’t compile without a word:\n${said}`);
  return {
    compiler: solc.version(),
    source: hex(sha256(source)),
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
  };
}

export const keptContract = (): Compiled =>
  JSON.parse(readFileSync(at('VouchAnchor.json'), 'utf8')) as Compiled;

if (import.meta.main) {
  writeFileSync(at('VouchAnchor.json'), `${JSON.stringify(compileAnchor(), null, 2)}\n`);
  process.stdout.write('contracts/VouchAnchor.json is written.\n');
}
