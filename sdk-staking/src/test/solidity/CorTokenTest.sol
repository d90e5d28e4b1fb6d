// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

import {CorToken} from "cortensor/CorToken.sol";

import {newCorToken} from "./Deployment.sol";
import {Permit, signPermit} from "./Permits.sol";
import {Test, vm} from "./Test.sol";

contract CorTokenTest is Test {
    uint256 private constant KEY = 0xC0FFEE;

    CorToken private token;
    address private holder = vm.addr(KEY);
    address private spender = person("spender");

    function setUp() public {
        token = newCorToken(address(this), 5 ether);
    }

    function test_constructor_supplyToOwner() public view {
        vm.assertEq(token.balanceOf(address(this)), 5 ether, "initial supply");
        vm.assertEq(token.totalSupply(), 5 ether, "total supply");
        vm.assertEq(token.decimals(), 18, "decimals");
        vm.assertEq(keccak256(bytes(token.symbol())), keccak256("COR"), "symbol");
    }

    function test_mint_notOwner_refused() public {
        refused(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, holder));
        vm.prank(holder);
        token.mint(holder, 1);
    }

    function test_mint_owner_growsSupply() public {
        token.mint(holder, 7);
        vm.assertEq(token.balanceOf(holder), 7, "balance");
        vm.assertEq(token.totalSupply(), 5 ether + 7, "total supply");
    }

    /// The domain is what wallets and our Java signer compute.
    function test_domain_isCortensorVersion1() public view {
        bytes32 expected = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Cortensor"),
                keccak256("1"),
                block.chainid,
                address(token)
            )
        );
        vm.assertEq(token.DOMAIN_SEPARATOR(), expected, "domain separator");
    }

    function testFuzz_permit_setsAllowanceOnce(uint256 value) public {
        Permit memory permit = signPermit(token, KEY, spender, value, block.timestamp);
        token.permit(holder, spender, value, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(token.allowance(holder, spender), value, "allowance");

        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holder, spender, value, permit.deadline, permit.v, permit.r, permit.s);
    }

    function test_permit_expired_refused() public {
        Permit memory permit = signPermit(token, KEY, spender, 1, block.timestamp);
        vm.warp(block.timestamp + 1);
        refused(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, permit.deadline));
        token.permit(holder, spender, 1, permit.deadline, permit.v, permit.r, permit.s);
    }

    function test_permit_anyFieldChanged_refused() public {
        Permit memory permit = signPermit(token, KEY, spender, 1, block.timestamp);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holder, address(this), 1, permit.deadline, permit.v, permit.r, permit.s);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holder, spender, 2, permit.deadline, permit.v, permit.r, permit.s);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holder, spender, 1, permit.deadline + 1, permit.v, permit.r, permit.s);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(address(this), spender, 1, permit.deadline, permit.v, permit.r, permit.s);
    }

    /// A permit of a development chain must not work on another one.
    function test_permit_otherChain_refused() public {
        Permit memory permit = signPermit(token, KEY, spender, 1, block.timestamp);
        vm.chainId(block.chainid + 1);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(holder, spender, 1, permit.deadline, permit.v, permit.r, permit.s);
    }
}
