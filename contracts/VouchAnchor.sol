// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The newest anchored state of one vouch/1 log: how many entries, and the root of their tree (ledger.md 12).
///
/// What a reader relies on: that each state extends the one before it, as RFC 6962 defines it, which this contract
/// checks by itself; and the time of the block. Not on who posts. The poster alone may post, because anybody can make up
/// entries, append them to the true log and prove that consistent: a stranger's invention would shut the true log out.
/// There is no way to set a state back, to skip the check, or to upgrade the contract.
contract VouchAnchor {
    /// The log's origin, such as `vouch.example.org/vouch/1`, as its checkpoints name it.
    string public origin;
    address public poster;
    uint64 public size;
    bytes32 public root;

    event Anchored(uint64 indexed size, bytes32 root, uint64 before);
    event HandedOver(address indexed from, address indexed to);

    error NotThePoster();
    error NotNewer(uint64 size);
    error NotConsistent();

    constructor(string memory logOrigin) {
        origin = logOrigin;
        poster = msg.sender;
        // RFC 6962 2.1: the root of an empty tree.
        root = sha256("");
    }

    /// Takes the next state; `proof` is the RFC 6962 consistency proof from `size` to `newSize`, empty from an empty log.
    function anchor(uint64 newSize, bytes32 newRoot, bytes32[] calldata proof) external {
        if (msg.sender != poster) revert NotThePoster();
        uint64 oldSize = size;
        if (newSize <= oldSize) revert NotNewer(oldSize);
        if (!isConsistent(oldSize, root, newSize, newRoot, proof)) revert NotConsistent();
        size = newSize;
        root = newRoot;
        emit Anchored(newSize, newRoot, oldSize);
    }

    /// The poster's key goes to somebody else: after a loss is feared, or when the operator changes.
    function handOver(address to) external {
        if (msg.sender != poster) revert NotThePoster();
        poster = to;
        emit HandedOver(msg.sender, to);
    }

    /// Whether a tree of `newSize` leaves with `newRoot` begins with the `oldSize` leaves that have `oldRoot`. RFC 6962
    /// 2.1.2, verified as RFC 9162 2.1.4.2 says.
    function isConsistent(
        uint64 oldSize,
        bytes32 oldRoot,
        uint64 newSize,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) public pure returns (bool) {
        if (oldSize > newSize) return false;
        if (oldSize == newSize) return proof.length == 0 && oldRoot == newRoot;
        if (oldSize == 0) return proof.length == 0 && oldRoot == sha256("");
        uint64 fn = oldSize - 1;
        uint64 sn = newSize - 1;
        while (fn & 1 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        // A power of two is a whole subtree: its root isn't in the proof.
        uint256 next = fn == 0 ? 0 : 1;
        if (proof.length < next) return false;
        bytes32 fr = fn == 0 ? oldRoot : proof[0];
        bytes32 sr = fr;
        for (; next < proof.length; next++) {
            if (sn == 0) return false;
            bytes32 c = proof[next];
            if (fn & 1 == 1 || fn == sn) {
                fr = node(c, fr);
                sr = node(c, sr);
                while (fn & 1 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr == oldRoot && sr == newRoot;
    }

    /// RFC 6962 2.1: the hash of an inner node. `sha256` is the precompile at address 2.
    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x01), left, right));
    }
}
