// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {NotModule} from "./Errors.sol";
import {FalseVerdict} from "./FalseVerdict.sol";
import {SessionQueueV2} from "./SessionQueueV2.sol";

/// @title What validators say of the results of a task
/// @notice For sessions that ask for validators. The network has a module of this name whose interface is not known
/// [DOC2]; all here is ours. After the commit phase the validators of a task say of each accepted commit whether they
/// accept it, with the hash of their evidence. A miner is left unpaid if more than half of the task's validators reject
/// it: who says nothing rejects nothing, so that a single validator cannot take a miner's pay while others are silent.
/// The round closes with the last verdict, or at its deadline with those there are. Where there is no node to validate,
/// there is no round and the miners are paid. Validators are not paid.
///
/// A validator that called a good signature wrong loses the share of its stake that a miner loses for a wrong reveal, once for
/// each such verdict, to anybody who proves it. That takes SLASHER_ROLE in NodeStaking. What the round decided stays.
contract SessionQueueValidation is Ownable {
    using SafeCast for uint256;

    enum Verdict {
        None,
        Accepted,
        Rejected
    }

    /// @dev One slot. The evidence is cut by a byte: what matters is that nobody finds other bytes with an honest validator's.
    struct Said {
        Verdict verdict;
        bytes31 evidence;
    }

    struct Round {
        uint40 deadline;
        bool closed;
        uint32 missing;
        address[] validators;
        address[] miners;
        mapping(address miner => uint256) rejections;
        mapping(address validator => mapping(address miner => Said)) said;
    }

    /// @notice The task queue, which opens and closes rounds.
    SessionQueueV2 public queue;

    mapping(uint256 sessionId => mapping(uint256 taskId => Round)) private _rounds;

    event ValidationOpened(
        uint256 indexed sessionId, uint256 indexed taskId, address[] validators, address[] miners, uint256 deadline
    );
    event VerdictGiven(
        uint256 indexed sessionId,
        uint256 indexed taskId,
        address indexed validator,
        address miner,
        bool accepted,
        bytes32 evidence
    );
    event ValidationClosed(uint256 indexed sessionId, uint256 indexed taskId, address[] accepted);

    /// @notice The caller is not one of the task's validators.
    error NotValidator(uint256 sessionId, uint256 taskId, address found);

    /// @notice The miner is not one of those that are validated.
    error NotValidated(uint256 sessionId, uint256 taskId, address miner);

    /// @notice The caller has given its verdict on this miner.
    error AlreadyJudged(uint256 sessionId, uint256 taskId, address miner);

    /// @notice There is no open round, or its deadline, `expected`, has passed.
    error ValidationOver(uint256 expected, uint256 found);

    /// @notice The task has no round here.
    error NoRound(uint256 sessionId, uint256 taskId);

    /// @notice The validator has not rejected this miner's result, or was slashed for it.
    error NothingToRefute(uint256 sessionId, uint256 taskId, address validator, address miner);

    /// @notice What was handed in does not prove it.
    error NotProved(string found);

    /// @notice Two lists that belong together are of different length.
    error LengthsDiffer(uint256 miners, uint256 others);

    modifier onlyQueue() {
        if (msg.sender != address(queue)) revert NotModule(address(queue), msg.sender);
        _;
    }

    constructor() Ownable(msg.sender) {}

    function setSessionQueue(SessionQueueV2 queue_) external onlyOwner {
        queue = queue_;
    }

    /// @notice Begins a round. There is one for each task at most.
    function open(
        uint256 sessionId,
        uint256 taskId,
        address[] calldata validators,
        address[] calldata miners,
        uint256 deadline
    ) external onlyQueue {
        Round storage round = _rounds[sessionId][taskId];
        round.deadline = deadline.toUint40();
        round.missing = (validators.length * miners.length).toUint32();
        round.validators = validators;
        round.miners = miners;
        emit ValidationOpened(sessionId, taskId, validators, miners, deadline);
    }

    /// @notice Gives the caller's verdict on one miner; the last one that is missing settles the task.
    /// @param evidence hash of what the verdict rests on; SHA-256 of the verdict in full, for who wants it to be checked
    function giveVerdict(uint256 sessionId, uint256 taskId, address miner, bool accepted, bytes32 evidence) external {
        _give(_openRound(sessionId, taskId), sessionId, taskId, miner, accepted, evidence);
        _settleIfComplete(sessionId, taskId);
    }

    /// @notice Gives the caller's verdicts on several miners.
    function giveVerdicts(
        uint256 sessionId,
        uint256 taskId,
        address[] calldata miners,
        bool[] calldata accepted,
        bytes32[] calldata evidence
    ) external {
        if (accepted.length != miners.length) revert LengthsDiffer(miners.length, accepted.length);
        if (evidence.length != miners.length) revert LengthsDiffer(miners.length, evidence.length);
        Round storage round = _openRound(sessionId, taskId);
        for (uint256 i = 0; i < miners.length; ++i) {
            _give(round, sessionId, taskId, miners[i], accepted[i], evidence[i]);
        }
        _settleIfComplete(sessionId, taskId);
    }

    /// @notice Slashes a validator that called a miner's good signature wrong. For anybody, at any time from the verdict on.
    /// See {FalseVerdict} for why no other validator can be slashed here.
    /// @param verdict the validator's signed verdict: the bytes that its evidence is the SHA-256 of
    /// @param statement the miner's signed statement: the bytes that the verdict names the Keccak-256 of
    function proveFalseVerdict(
        uint256 sessionId,
        uint256 taskId,
        address miner,
        address validator,
        bytes calldata verdict,
        bytes calldata statement
    ) external {
        Said storage said = _rounds[sessionId][taskId].said[validator][miner];
        if (said.verdict != Verdict.Rejected || said.evidence == 0) {
            revert NothingToRefute(sessionId, taskId, validator, miner);
        }
        bytes32 evidence = sha256(verdict);
        if (bytes31(evidence) != said.evidence) revert NotProved("other bytes than the validator's evidence");
        FalseVerdict.Subject memory subject = FalseVerdict.Subject(sessionId, taskId, miner, validator);
        string memory flaw = FalseVerdict.flaw(subject, verdict, statement);
        if (bytes(flaw).length != 0) revert NotProved(flaw);
        said.evidence = 0;
        queue.nodePool().staking().slash(validator, queue.slashBasisPoints(), sessionId, taskId, evidence);
    }

    /// @notice Ends a round.
    /// @return accepted the miners that are to be paid
    function close(uint256 sessionId, uint256 taskId) external onlyQueue returns (address[] memory accepted) {
        Round storage round = _rounds[sessionId][taskId];
        if (round.deadline == 0) revert NoRound(sessionId, taskId);
        round.closed = true;
        accepted = acceptedMiners(sessionId, taskId);
        emit ValidationClosed(sessionId, taskId, accepted);
    }

    /// @notice The miners that would be paid if the round closed now.
    function acceptedMiners(uint256 sessionId, uint256 taskId) public view returns (address[] memory accepted) {
        Round storage round = _rounds[sessionId][taskId];
        uint256 found = 0;
        accepted = new address[](round.miners.length);
        for (uint256 i = 0; i < accepted.length; ++i) {
            address miner = round.miners[i];
            if (2 * round.rejections[miner] <= round.validators.length) accepted[found++] = miner;
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(accepted, found)
        }
    }

    /// @notice The round of a task, verdicts by validator and then by miner; empty lists if it has none.
    function roundOf(uint256 sessionId, uint256 taskId)
        external
        view
        returns (
            address[] memory validators,
            address[] memory miners,
            Verdict[][] memory verdicts,
            uint256 deadline,
            bool closed
        )
    {
        Round storage round = _rounds[sessionId][taskId];
        validators = round.validators;
        miners = round.miners;
        verdicts = new Verdict[][](validators.length);
        for (uint256 i = 0; i < validators.length; ++i) {
            verdicts[i] = new Verdict[](miners.length);
            for (uint256 j = 0; j < miners.length; ++j) {
                verdicts[i][j] = round.said[validators[i]][miners[j]].verdict;
            }
        }
        deadline = round.deadline;
        closed = round.closed;
    }

    function _openRound(uint256 sessionId, uint256 taskId) private view returns (Round storage round) {
        round = _rounds[sessionId][taskId];
        if (round.closed || block.timestamp >= round.deadline) revert ValidationOver(round.deadline, block.timestamp);
        if (!_contains(round.validators, msg.sender)) revert NotValidator(sessionId, taskId, msg.sender);
    }

    function _give(
        Round storage round,
        uint256 sessionId,
        uint256 taskId,
        address miner,
        bool accepted,
        bytes32 evidence
    ) private {
        if (!_contains(round.miners, miner)) revert NotValidated(sessionId, taskId, miner);
        Said storage said = round.said[msg.sender][miner];
        if (said.verdict != Verdict.None) revert AlreadyJudged(sessionId, taskId, miner);
        said.verdict = accepted ? Verdict.Accepted : Verdict.Rejected;
        if (!accepted) {
            said.evidence = bytes31(evidence);
            round.rejections[miner] += 1;
        }
        round.missing -= 1;
        emit VerdictGiven(sessionId, taskId, msg.sender, miner, accepted, evidence);
    }

    function _settleIfComplete(uint256 sessionId, uint256 taskId) private {
        if (_rounds[sessionId][taskId].missing == 0) queue.endValidation(sessionId, taskId);
    }

    function _contains(address[] storage list, address account) private view returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == account) return true;
        }
        return false;
    }
}
