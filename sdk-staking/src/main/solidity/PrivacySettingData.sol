// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NotOwner, OutOfRange, ZeroAddress} from "./Errors.sol";
import {ISessionOwners} from "./ISessionOwners.sol";

/// @title Who may receive the key of a private session
/// @notice Version 0.5 of the network's private sessions [DOC1]: a session becomes private when its owner allows the
/// first miner, and stays so, even when no miner is left.
/// @dev State variables and the names of the four functions are the documented ones. Their parameters, events and
/// errors are ours: none is known. Nobody but a session's owner has a say here, hence no owner and no roles.
contract PrivacySettingData {
    /// @notice The most miners that one call to {getAllowedMiners} returns.
    uint256 public constant MAX_PAGE = 200;

    /// @notice Where the owner of a session is looked up.
    ISessionOwners public immutable sessionData;

    /// @notice Whether a miner may receive the key of a session.
    mapping(uint256 sessionId => mapping(address miner => bool)) public sessionAllowedMiners;

    mapping(uint256 sessionId => address[]) private sessionAllowedMinerList;

    /// @dev 1-based, zero is absent; a removed miner's place is taken by the last one.
    mapping(uint256 sessionId => mapping(address miner => uint256)) private sessionAllowedMinerIndex;

    /// @notice Whether a session is private. Never goes back to false.
    mapping(uint256 sessionId => bool) public sessionEncryptionEnabled;

    event SessionEncryptionEnabled(uint256 indexed sessionId);
    event SessionAllowedMinerAdded(uint256 indexed sessionId, address indexed miner);
    event SessionAllowedMinerRemoved(uint256 indexed sessionId, address indexed miner);

    /// @notice The session allows the miner.
    error MinerAlreadyAllowed(uint256 sessionId, address miner);

    /// @notice The session does not allow the miner.
    error MinerNotAllowed(uint256 sessionId, address miner);

    modifier onlySessionOwner(uint256 sessionId) {
        address owner = sessionData.sessionOwner(sessionId);
        if (msg.sender != owner) revert NotOwner(owner, msg.sender);
        _;
    }

    /// @param sessionData_ the SessionData contract
    constructor(ISessionOwners sessionData_) {
        if (address(sessionData_) == address(0)) revert ZeroAddress();
        sessionData = sessionData_;
    }

    /// @notice Lets `miner` receive the session's key, and makes the session private for good.
    function addSessionAllowedMiner(uint256 sessionId, address miner) external onlySessionOwner(sessionId) {
        if (miner == address(0)) revert ZeroAddress();
        if (sessionAllowedMiners[sessionId][miner]) revert MinerAlreadyAllowed(sessionId, miner);
        if (!sessionEncryptionEnabled[sessionId]) {
            sessionEncryptionEnabled[sessionId] = true;
            emit SessionEncryptionEnabled(sessionId);
        }
        address[] storage list = sessionAllowedMinerList[sessionId];
        list.push(miner);
        sessionAllowedMinerIndex[sessionId][miner] = list.length;
        sessionAllowedMiners[sessionId][miner] = true;
        emit SessionAllowedMinerAdded(sessionId, miner);
    }

    /// @notice Withdraws what {addSessionAllowedMiner} gave; the session stays private. A key that was handed out
    /// already is not taken back by this.
    function removeSessionAllowedMiner(uint256 sessionId, address miner) external onlySessionOwner(sessionId) {
        if (!sessionAllowedMiners[sessionId][miner]) revert MinerNotAllowed(sessionId, miner);
        address[] storage list = sessionAllowedMinerList[sessionId];
        mapping(address => uint256) storage index = sessionAllowedMinerIndex[sessionId];
        uint256 place = index[miner];
        address last = list[list.length - 1];
        list[place - 1] = last;
        index[last] = place;
        list.pop();
        delete index[miner];
        delete sessionAllowedMiners[sessionId][miner];
        emit SessionAllowedMinerRemoved(sessionId, miner);
    }

    /// @notice How many miners a session allows.
    function getAllowedMinersCount(uint256 sessionId) external view returns (uint256) {
        return sessionAllowedMinerList[sessionId].length;
    }

    /// @notice Up to `limit` of a session's miners from `offset` on; none beyond the last. A removal moves the last
    /// miner, so read all pages at one block.
    function getAllowedMiners(uint256 sessionId, uint256 offset, uint256 limit)
        external
        view
        returns (address[] memory miners)
    {
        if (limit > MAX_PAGE) revert OutOfRange("limit", 0, MAX_PAGE, limit);
        address[] storage list = sessionAllowedMinerList[sessionId];
        uint256 count = list.length;
        uint256 left = offset < count ? count - offset : 0;
        miners = new address[](left < limit ? left : limit);
        for (uint256 i = 0; i < miners.length; ++i) {
            miners[i] = list[offset + i];
        }
    }
}
