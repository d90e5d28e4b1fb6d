// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Moves ETH and ERC-20 tokens in one way
/// @notice An asset is the address of an ERC-20 token, or {ETH}.
/// @dev Books are kept in amounts that were asked for, so a token that delivers less (a fee on transfer) is refused
/// here instead of leaving a contract short later.
library Assets {
    using SafeERC20 for IERC20;

    /// @notice Stands for ETH where an ERC-20 address could stand.
    address internal constant ETH = address(0);

    /// @notice The ETH sent along is not what the call needs; a call that moves tokens needs none.
    error WrongValue(uint256 expected, uint256 sent);

    /// @notice A transfer brought another amount than the one that was asked for.
    error AmountNotReceived(address asset, uint256 expected, uint256 received);

    /// @notice Nothing was asked for, or there is nothing to move.
    error ZeroAmount();

    /// @notice The receiver did not take the ETH.
    error PaymentRefused(address to, uint256 amount);

    /// @notice There is no more of the asset than is owed.
    error NoSurplus(address asset, uint256 owed, uint256 held);

    /// @notice Takes exactly `amount` from the caller of the contract: ETH sent along, or tokens it allowed.
    function pull(address asset, uint256 amount) internal {
        if (asset == ETH) {
            if (msg.value != amount) revert WrongValue(amount, msg.value);
            return;
        }
        if (msg.value != 0) revert WrongValue(0, msg.value);
        pullToken(IERC20(asset), amount);
    }

    /// @notice Takes exactly `amount` of `token` from the caller of the contract, which allowed it.
    function pullToken(IERC20 token, uint256 amount) internal {
        pullTokenOf(token, msg.sender, amount);
    }

    /// @notice Takes exactly `amount` of `token` from `from`, which allowed it. Who may take what of whom is for the
    /// contract to check.
    function pullTokenOf(IERC20 token, address from, uint256 amount) internal {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert AmountNotReceived(address(token), amount, received);
    }

    /// @notice Pays `amount` to `to`. Call it last: `to` may run code.
    function push(address asset, address to, uint256 amount) internal {
        if (asset == ETH) {
            (bool paid,) = to.call{value: amount}("");
            if (!paid) revert PaymentRefused(to, amount);
        } else {
            IERC20(asset).safeTransfer(to, amount);
        }
    }

    /// @notice What this contract holds of `asset` beyond what it owes; refused if there is nothing.
    function surplus(address asset, uint256 owed) internal view returns (uint256) {
        uint256 held = asset == ETH ? address(this).balance : IERC20(asset).balanceOf(address(this));
        if (held <= owed) revert NoSurplus(asset, owed, held);
        return held - owed;
    }

    /// @notice Uses an EIP-2612 permit of the caller of the contract, if it still can be used.
    /// @dev Anyone may send a permit first that was seen in the mempool. The allowance is there then, and the transfer
    /// that follows tells whether it suffices; so a failure here means nothing by itself.
    function tryPermit(IERC20 token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) internal {
        tryPermitOf(token, msg.sender, amount, deadline, v, r, s);
    }

    /// @notice Uses an EIP-2612 permit of `owner`, if it still can be used.
    function tryPermitOf(
        IERC20 token,
        address owner,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) internal {
        try IERC20Permit(address(token)).permit(owner, address(this), amount, deadline, v, r, s) {} catch {}
    }
}
