// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ZeroAddress} from "./Errors.sol";
import {RewardPool} from "./RewardPool.sol";

/// @title Deposits of COR that earn tokens
/// @notice Pays rewards in a token, COR as a rule [DOC2]. Deposits and rewards are booked apart, so both may be the
/// same token.
contract TokenStakingPool is RewardPool {
    /// @param stakingToken COR
    /// @param rewardToken what rewards are paid in; may be COR too
    /// @param rewardsDuration seconds over which rewards are released
    /// @param admin grants roles, reclaims rewards that nobody can earn
    /// @param manager funds and pauses, as a rule the PoolManager
    constructor(IERC20 stakingToken, IERC20 rewardToken, uint256 rewardsDuration, address admin, address manager)
        RewardPool(stakingToken, _nonZero(rewardToken), rewardsDuration, admin, manager)
    {}

    /// @dev Zero would mean ETH.
    function _nonZero(IERC20 token) private pure returns (address) {
        if (address(token) == address(0)) revert ZeroAddress();
        return address(token);
    }
}
