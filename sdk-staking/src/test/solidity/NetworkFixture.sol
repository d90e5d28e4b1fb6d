// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {CorToken} from "cortensor/CorToken.sol";
import {Iam} from "cortensor/Iam.sol";
import {NodePool} from "cortensor/NodePool.sol";
import {NodeStaking} from "cortensor/NodeStaking.sol";
import {SessionData} from "cortensor/SessionData.sol";
import {SessionPayment} from "cortensor/SessionPayment.sol";
import {SessionQueueData} from "cortensor/SessionQueueData.sol";
import {SessionQueueV2} from "cortensor/SessionQueueV2.sol";
import {SessionQueueValidation} from "cortensor/SessionQueueValidation.sol";
import {SessionV2} from "cortensor/SessionV2.sol";

import {deploy, newCorToken} from "./Deployment.sol";
import {Test, vm} from "./Test.sol";

/// @notice A whole network as its README deploys it, owned by the test.
abstract contract NetworkFixture is Test {
    uint256 internal constant START = 1_700_000_000;
    uint256 internal constant MIN_STAKE = 1000 ether;
    uint256 internal constant UNBONDING = 1 days;

    CorToken internal token;
    Iam internal iam;
    NodeStaking internal staking;
    NodePool internal pool;
    SessionData internal sessionData;
    SessionPayment internal payment;
    SessionQueueData internal queueData;
    SessionQueueValidation internal validation;
    SessionQueueV2 internal queue;
    SessionV2 internal sessions;
    address internal treasury = person("treasury");

    /// @param inEth whether sessions pay in ETH; otherwise in COR
    function deployNetwork(bool inEth) internal {
        vm.warp(START);
        token = newCorToken(address(this), 0);
        iam = Iam(deploy("Iam", ""));
        staking = NodeStaking(deploy("NodeStaking", abi.encode(token, treasury, UNBONDING)));
        pool = NodePool(deploy("NodePool", abi.encode(staking, MIN_STAKE)));
        sessionData = SessionData(deploy("SessionData", ""));
        address asset = inEth ? address(0) : address(token);
        payment = SessionPayment(deploy("SessionPayment", abi.encode(asset, sessionData, 0)));
        queueData = SessionQueueData(deploy("SessionQueueData", abi.encode(sessionData)));
        validation = SessionQueueValidation(deploy("SessionQueueValidation", ""));
        queue = SessionQueueV2(deploy("SessionQueueV2", ""));
        sessions = SessionV2(deploy("SessionV2", ""));

        iam.grantRole(iam.REGISTRAR_ROLE(), address(pool));
        staking.grantRole(staking.REGISTRY_ROLE(), address(pool));
        staking.grantRole(staking.SLASHER_ROLE(), address(queue));
        staking.grantRole(staking.SLASHER_ROLE(), address(validation));
        staking.grantRole(staking.REWARDER_ROLE(), address(this));
        pool.setIAM(iam);
        pool.setSessionQueueData(queueData);
        sessionData.grantRole(sessionData.WRITER_ROLE(), address(sessions));
        sessionData.setModules(payment, queueData);
        payment.grantRole(payment.SESSION_CONTRACT_ROLE(), address(queue));
        queueData.grantRole(queueData.WRITER_ROLE(), address(queue));
        queueData.setSessionPayment(payment);
        validation.setSessionQueue(queue);
        queue.setSessionData(address(sessionData));
        queue.setSessionQueueData(address(queueData));
        queue.setSessionQueueValidation(address(validation));
        queue.setSessionPayment(address(payment));
        queue.setNodePool(address(pool));
        queue.setIAM(address(iam));
        queue.setPrimaryModule(address(sessions), true);
        sessions.setSessionData(address(sessionData));
        sessions.setSessionQueue(address(queue));
        sessions.setSessionPayment(address(payment));
        sessions.setNodePool(address(pool));
        sessions.setIAM(address(iam));
    }

    /// @dev Gives `account` COR that staking and payment may take.
    function stock(address account, uint256 amount) internal {
        token.mint(account, amount);
        vm.startPrank(account);
        token.approve(address(staking), type(uint256).max);
        token.approve(address(payment), type(uint256).max);
        vm.stopPrank();
    }

    function register(address node, uint256 stake) internal {
        vm.prank(node);
        pool.register(stake, "key");
    }

    function terms(uint256 redundancy, uint256 validators, uint256 price)
        internal
        pure
        returns (SessionData.SessionTerms memory)
    {
        return SessionData.SessionTerms({
            name: "session",
            metadata: "",
            minNodes: redundancy,
            maxNodes: 6,
            redundancy: redundancy,
            validators: validators,
            mode: 0,
            reservePeriod: 300 days,
            maxTasks: 1000,
            pricePerResult: price,
            model: 1
        });
    }

    function open(address owner, uint256 redundancy, uint256 validators, uint256 price) internal returns (uint256) {
        vm.prank(owner);
        return sessions.open(terms(redundancy, validators, price));
    }

    function submit(address owner, uint256 sessionId) internal returns (uint256 taskId) {
        vm.prank(owner);
        sessions.submit(sessionId, 0, "task", 0, "", new uint256[](0), new uint256[](0), "");
        return queueData.getTaskCountBySessionId(sessionId);
    }

    function minersOf(uint256 sessionId, uint256 taskId) internal view returns (address[] memory miners) {
        (miners,) = queueData.minerStates(sessionId, taskId);
    }

    /// @dev Brings a miner to where it owes its reveal.
    function precommit(address miner, uint256 sessionId, uint256 taskId, string memory text) internal {
        vm.startPrank(miner);
        queue.ack(sessionId, taskId);
        queue.precommit(sessionId, taskId, keccak256(bytes(text)), "");
        vm.stopPrank();
    }

    function reveal(address miner, uint256 sessionId, uint256 taskId, string memory text) internal {
        vm.prank(miner);
        queue.commit(sessionId, taskId, text);
    }
}
