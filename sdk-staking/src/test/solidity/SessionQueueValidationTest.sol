// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {SessionQueueValidation} from "cortensor/SessionQueueValidation.sol";

import {NetworkFixture} from "./NetworkFixture.sol";
import {bound, vm} from "./Test.sol";

/// @notice Validators that call a good signature wrong, and those that do not.
contract SessionQueueValidationTest is NetworkFixture {
    uint256 private constant STAKE = 2 * MIN_STAKE;
    uint256 private constant LOST = STAKE / 10;
    uint256 private constant NODES = 3;
    string private constant PROMPT = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    bytes32 private constant ANSWER = keccak256("answer");
    bytes private constant FINDING = '{"finding":"its wallet did not sign","holds":0,"layer":"SIGNATURE"}';

    event NodeSlashed(
        address indexed node, uint256 indexed sessionId, uint256 indexed taskId, uint256 amount, bytes32 evidence
    );

    address private stranger = person("stranger");
    address private miner;
    uint256 private minerKey;
    address private validator;
    uint256 private validatorKey;
    uint256 private session;
    uint256 private task;

    function setUp() public {
        deployNetwork(true);
        for (uint256 key = 1; key <= NODES; ++key) {
            stock(vm.addr(key), STAKE);
            register(vm.addr(key), STAKE);
        }
        session = open(address(this), 1, 2, 0);
        task = submit(address(this), session);
        miner = minersOf(session, task)[0];
        precommit(miner, session, task, "answer");
        reveal(miner, session, task, "answer");
        (address[] memory validators,,,,) = validation.roundOf(session, task);
        validator = validators[0];
        for (uint256 key = 1; key <= NODES; ++key) {
            if (vm.addr(key) == miner) minerKey = key;
            if (vm.addr(key) == validator) validatorKey = key;
        }
    }

    function test_proveFalseVerdict_goodSignatureCalledWrong_slashesOnceToAnybody() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        vm.expectEmit(address(staking));
        emit NodeSlashed(validator, session, task, LOST, sha256(verdict));
        vm.prank(stranger);
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        vm.assertEq(staking.stakeOf(validator), STAKE - LOST, "a tenth is lost");
        vm.assertEq(staking.stakeOf(miner), STAKE, "the miner's stays");
        vm.assertEq(staking.slashedBalance(), LOST, "kept for the treasury");
        nothingToRefute(verdict, statement);
    }

    function test_proveFalseVerdict_validatorLeft_slashesWhatIsUnbonding() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        vm.prank(validator);
        pool.deregister();
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        vm.assertEq(staking.accountOf(validator).unbonding, STAKE - LOST, "a tenth is lost");
    }

    function test_proveFalseVerdict_validatorTookItsStake_takesNothing() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        vm.prank(validator);
        pool.deregister();
        vm.warp(START + UNBONDING);
        vm.prank(validator);
        staking.withdraw();
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        vm.assertEq(staking.slashedBalance(), 0, "nothing was left");
        vm.assertEq(token.balanceOf(validator), STAKE, "what it took is its own");
    }

    function test_proveFalseVerdict_afterTheRound_slashesAndLeavesTheRound() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        vm.warp(START + 365 days);
        queue.end(session, task, false);
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        (,, SessionQueueValidation.Verdict[][] memory verdicts,, bool closed) = validation.roundOf(session, task);
        vm.assertTrue(closed && verdicts[0][0] == SessionQueueValidation.Verdict.Rejected, "the verdict still counts");
    }

    function test_proveFalseVerdict_withoutTheRole_changesNothing() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        staking.revokeRole(staking.SLASHER_ROLE(), address(validation));
        refused(missingRole(address(validation), staking.SLASHER_ROLE()));
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        staking.grantRole(staking.SLASHER_ROLE(), address(validation));
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        vm.assertEq(staking.stakeOf(validator), STAKE - LOST, "once");
    }

    function test_proveFalseVerdict_acceptedOrNotJudged_hasNothingToRefute() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        nothingToRefute(verdict, statement);
        bytes32 evidence = sha256(verdict);
        vm.prank(validator);
        validation.giveVerdict(session, task, miner, true, evidence);
        nothingToRefute(verdict, statement);
    }

    function test_proveFalseVerdict_onAnotherChain_isRefused() public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        vm.chainId(block.chainid + 1);
        notProved(verdict, statement);
    }

    /// Every lie of this kind is proved, whatever model and findings.
    function testFuzz_proveFalseVerdict_anyModelAndFindings_isProved(string memory model, bytes memory findings) public {
        bytes memory statement = statementOf(minerKey, model);
        bytes memory verdict = verdictOn(statement, "SIGNATURE", findings);
        reject(sha256(verdict));
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        vm.assertEq(staking.stakeOf(validator), STAKE - LOST, "a tenth is lost");
    }

    /// An honest validator's bytes, however they are bent, are not the ones that it gave.
    function testFuzz_proveFalseVerdict_anyBitChanged_isRefused(uint256 place, uint8 bit, bool ofVerdict) public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        flip(ofVerdict ? verdict : statement, place, bit);
        notProved(verdict, statement);
    }

    /// Whatever a validator gives in place of a verdict, it is proved false only if all that matters in it is as it should be.
    function testFuzz_proveFalseVerdict_verdictGivenWithABitChanged_isProvedOnlyWhereNothingMatters(
        uint256 place,
        uint8 bit
    ) public {
        bytes memory statement = statementOf(minerKey, "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        place = flip(verdict, place, bit);
        reject(sha256(verdict));
        uint256 start = bytes.concat('{"chain":', number(block.chainid), ',"claim":"SIGNATURE","findings":[').length;
        bool findings = place >= start && place < start + FINDING.length;
        // Counted from the end: what it saw, and its signature.
        uint256 left = verdict.length - place;
        uint256 tail = bytes.concat('","statement":"', new bytes(66), '","task":', number(task), ',"validator":"').length
            + bytes('","version":1}').length + 42;
        bool signature = left > tail && left <= tail + 87;
        uint256 before = tail + 87 + bytes.concat('","session":', number(session), ',"signature":"').length;
        bool seen = left > before && left <= before + 66;
        if (findings || signature || seen) {
            validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
            vm.assertEq(staking.slashedBalance(), LOST, "proved");
        } else {
            notProved(verdict, statement);
        }
    }

    /// A statement that its miner did not sign is called what it is without fear.
    function testFuzz_proveFalseVerdict_signedByAnother_isRefused(uint256 key, string memory model) public {
        key = bound(key, 1, type(uint128).max);
        if (key == minerKey) key = validatorKey;
        bytes memory statement = statementOf(key, model);
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        notProved(verdict, statement);
    }

    function testFuzz_proveFalseVerdict_anySignatureBytes_isRefused(bytes32 r, bytes32 s, uint8 v) public {
        bytes memory statement = statementWith(abi.encodePacked(r, s, v), "model");
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        notProved(verdict, statement);
    }

    /// The other signature of the same digest, which anybody can make of a good one, is no signature for anybody.
    function testFuzz_proveFalseVerdict_mirroredSignature_isRefused(string memory model) public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(minerKey, digestOf(model));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes memory statement = statementWith(abi.encodePacked(r, order - uint256(s), 55 - v), model);
        bytes memory verdict = verdictOn(statement, "SIGNATURE", FINDING);
        reject(sha256(verdict));
        notProved(verdict, statement);
    }

    /// What a validator writes into its findings is no claim, also where it looks like one.
    function testFuzz_proveFalseVerdict_otherClaim_isRefusedWhateverItsFindings(bytes memory findings, bool imitates)
        public
    {
        bytes memory statement = statementOf(minerKey, "model");
        if (imitates) findings = bytes.concat(findings, verdictOn(statement, "SIGNATURE", FINDING));
        bytes memory verdict = verdictOn(statement, "DISSENTS", findings);
        reject(sha256(verdict));
        notProved(verdict, statement);
    }

    function testFuzz_proveFalseVerdict_anyBytes_isRefused(bytes memory verdict, bytes memory statement) public {
        reject(sha256(verdict));
        notProved(verdict, statement);
    }

    // ------------------------------------------------------------------------------------------------------- steps

    function reject(bytes32 evidence) private {
        vm.prank(validator);
        validation.giveVerdict(session, task, miner, false, evidence);
    }

    function notProved(bytes memory verdict, bytes memory statement) private {
        vm.expectPartialRevert(SessionQueueValidation.NotProved.selector);
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
        vm.assertEq(staking.slashedBalance(), 0, "nobody loses");
    }

    function nothingToRefute(bytes memory verdict, bytes memory statement) private {
        refused(
            abi.encodeWithSelector(
                SessionQueueValidation.NothingToRefute.selector, session, task, validator, miner
            )
        );
        validation.proveFalseVerdict(session, task, miner, validator, verdict, statement);
    }

    function statementOf(uint256 key, string memory model) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(model));
        return statementWith(abi.encodePacked(r, s, v), model);
    }

    function statementWith(bytes memory signature, string memory model) private view returns (bytes memory) {
        return bytes.concat(
            bytes.concat("cortensor:statement:1:", number(block.chainid), ":", number(session), "/", number(task), ":"),
            bytes.concat(account(miner), ":", bytes(PROMPT), ":", hash(ANSWER), ":"),
            bytes.concat(bytes(Base64.encodeURL(signature)), ":", bytes(model))
        );
    }

    function digestOf(string memory model) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId)"),
                keccak256("Cortensor node statement"),
                keccak256("1"),
                block.chainid
            )
        );
        bytes32 statement = keccak256(
            abi.encode(
                keccak256(
                    "NodeStatement(uint64 session,uint64 task,address miner,string prompt,bytes32 answer,string model)"
                ),
                session,
                task,
                miner,
                keccak256(bytes(PROMPT)),
                ANSWER,
                keccak256(bytes(model))
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, statement));
    }

    function verdictOn(bytes memory statement, bytes memory claim, bytes memory findings)
        private
        view
        returns (bytes memory)
    {
        return bytes.concat(
            bytes.concat('{"chain":', number(block.chainid), ',"claim":"', claim, '","findings":[', findings),
            bytes.concat('],"miner":"', account(miner), '","prompt":"', bytes(PROMPT), '","seen":"', hash(ANSWER)),
            bytes.concat('","session":', number(session), ',"signature":"', bytes(Base64.encodeURL(new bytes(65)))),
            bytes.concat('","statement":"', hash(keccak256(statement)), '","task":', number(task)),
            bytes.concat(',"validator":"', account(validator), '","version":1}')
        );
    }

    function flip(bytes memory text, uint256 place, uint8 bit) private pure returns (uint256) {
        place = place % text.length;
        text[place] ^= bytes1(uint8(1 << (bit % 8)));
        return place;
    }

    function number(uint256 value) private pure returns (bytes memory) {
        return bytes(Strings.toString(value));
    }

    function account(address value) private pure returns (bytes memory) {
        return bytes(Strings.toChecksumHexString(value));
    }

    function hash(bytes32 value) private pure returns (bytes memory) {
        return bytes(Strings.toHexString(uint256(value), 32));
    }
}
