// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// What the modules of sessions, tasks, nodes and payments refuse with. One error for one reason, the same in every
// module, so that a client maps a selector to a reason once. Arguments: what was expected, then what was found.

/// @notice No session with this number: there are `sessions`, numbered from 1.
error UnknownSession(uint256 sessionId, uint256 sessions);

/// @notice No task with this number: its session has `tasks`, numbered from 1.
error UnknownTask(uint256 sessionId, uint256 taskId, uint256 tasks);

/// @notice The node is not registered.
error NotRegistered(address node);

/// @notice The node is registered already.
error AlreadyRegistered(address node);

/// @notice The stake is below the minimum.
error StakeTooLow(uint256 expected, uint256 found);

/// @notice The session, the escrow or the stake does not hold the amount.
error InsufficientBalance(uint256 expected, uint256 found);

/// @notice Too few eligible nodes.
error NotEnoughNodes(uint256 expected, uint256 found);

/// @notice Only the owner of the session, or of the task, may do this.
error NotOwner(address expected, address found);

/// @notice Only a miner that has the task now may do this.
error NotAssigned(uint256 sessionId, uint256 taskId, address found);

/// @notice The task, or the caller's part in it, is at another step.
/// @param taskStatus of SessionQueueData.TaskStatus
/// @param taskState the caller's, of SessionQueueData.TaskState; 255 where no part of the caller matters
error WrongPhase(uint256 sessionId, uint256 taskId, uint8 taskStatus, uint8 taskState);

/// @notice The task cannot be ended yet: only from `expected` on, and it is `found` (seconds since 1970).
error NotYetDue(uint256 expected, uint256 found);

/// @notice The task cannot be cancelled any more: `found` commits were accepted.
error CommitsAccepted(uint256 found);

/// @notice The session was deactivated.
error SessionInactive(uint256 sessionId);

/// @notice The session's reserve period ended at `expected`, and it is `found` (seconds since 1970).
error SessionExpired(uint256 expected, uint256 found);

/// @notice The session has had as many tasks as its terms allow.
error TaskLimit(uint256 expected, uint256 found);

/// @notice The session has a task, `taskId`, with this client reference.
error DuplicateReference(uint256 taskId);

/// @notice A text has more bytes than are stored.
error TextTooLong(uint256 expected, uint256 found);

/// @notice The node still has open tasks.
error OpenTasks(uint256 found);

/// @notice The access list does not let the account do this.
error NotAllowed(address account);

/// @notice A module called a function that is for another module only.
error NotModule(address expected, address found);

/// @notice A number is outside of its range.
/// @param what the name of the number, in ASCII
error OutOfRange(bytes32 what, uint256 minimum, uint256 maximum, uint256 found);

/// @notice Another model was named than the session's.
error WrongModel(uint256 expected, uint256 found);

/// @notice The node is no candidate for the task: not registered with the stake, blocked, or has had the task before.
error NotEligible(address node);

/// @notice An address that must not be zero is.
error ZeroAddress();
