// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Delivers one percent less than was sent.
contract FeeToken is ERC20 {
    constructor() ERC20("Fee", "FEE") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, to, value - value / 100);
        super._update(from, address(0xFEE), value / 100);
    }
}

/// @notice Runs a call of its choice once, in the middle of a transfer.
contract CallingToken is ERC20 {
    address private _callee;
    bytes private _call;
    bytes public answer;
    bool public succeeded;

    constructor() ERC20("Calling", "CALL") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @dev Whatever holds shares in this token's name can use them in {run}.
    function run(address callee, bytes calldata call) external returns (bytes memory) {
        (bool done, bytes memory result) = callee.call(call);
        require(done, "run");
        return result;
    }

    function during(address callee, bytes calldata call) external {
        (_callee, _call) = (callee, call);
    }

    function approveAs(address owner, address spender, uint256 value) external {
        _approve(owner, spender, value);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        address callee = _callee;
        if (callee == address(0)) return;
        delete _callee;
        (succeeded, answer) = callee.call(_call);
    }
}

/// @notice Holds shares, and runs a call of its choice once, when it is sent ETH.
contract CallingHolder {
    address private _callee;
    bytes private _call;
    bytes public answer;
    bool public succeeded;

    function run(address callee, bytes calldata call) external returns (bytes memory) {
        (bool done, bytes memory result) = callee.call(call);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
        return result;
    }

    function during(address callee, bytes calldata call) external {
        (_callee, _call) = (callee, call);
    }

    receive() external payable {
        address callee = _callee;
        if (callee == address(0)) return;
        delete _callee;
        (succeeded, answer) = callee.call(_call);
    }
}

/// @notice Cannot be sent ETH.
contract DeafHolder {
    function run(address callee, bytes calldata call) external returns (bytes memory) {
        (bool done, bytes memory result) = callee.call(call);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
        return result;
    }
}

/// @notice Sends its ETH to an address that did not ask for it.
contract Forcer {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}

bytes4 constant REENTRANT = bytes4(keccak256("ReentrancyGuardReentrantCall()"));
