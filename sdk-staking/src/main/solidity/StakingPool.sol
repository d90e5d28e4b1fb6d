// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Assets} from "./Assets.sol";
import {RewardPool} from "./RewardPool.sol";

/// @title Deposits of COR that share revenue in ETH
/// @notice Holds users' deposits and the ETH revenue that a manager shares with them [DOC2]; `shares(address)` reads
/// as on mainnet [COM]. The rest of the mainnet pools' interface is not known: it is ours.
contract StakingPool is RewardPool {
    /// @param stakingToken COR
    /// @param rewardsDuration seconds over which revenue is released
    /// @param admin grants roles, reclaims revenue that nobody can earn
    /// @param manager funds and pauses, as a rule the PoolManager
    constructor(IERC20 stakingToken, uint256 rewardsDuration, address admin, address manager)
        RewardPool(stakingToken, Assets.ETH, rewardsDuration, admin, manager)
    {}
}
