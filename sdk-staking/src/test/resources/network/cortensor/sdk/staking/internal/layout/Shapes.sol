// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

contract Shapes {
    enum Phase { None, Open, Closed }
    struct Point { uint64 x; int32 y; bool set; }
    struct Node { address owner; uint96 stake; string name; Point at; mapping(bytes32 => uint256) votes; uint256[] log; }

    bool flag = true;
    address owner = 0x00000000219ab540356cBB839Cbe05303d7705Fa;
    uint64 small = 7;
    int16 minus = -300;
    Phase phase = Phase.Closed;
    bytes4 four = 0xdeadbeef;
    uint256 word = type(uint256).max;
    bytes32 hash = keccak256("shapes");
    string none;
    string brief = "thirty-one bytes are still inside";
    string inside = "short";
    string edge = "0123456789012345678901234567890";
    string beyond = "01234567890123456789012345678901";
    bytes blob;
    uint8[40] packed;
    uint128[] halves;
    uint96[3] thirds;
    uint256[] words;
    Point[2] points;
    mapping(address => Node) nodes;
    mapping(uint256 => mapping(bool => int64)) nested;
    mapping(string => uint256) byName;
    mapping(bytes32 => address) byHash;
    mapping(int8 => uint8) byMinus;
    mapping(bytes4 => string) bySelector;
    Node[] list;
    uint8[][2] matrix;

    constructor() {
        for (uint256 i = 0; i < 300; i++) blob.push(bytes1(uint8(i)));
        for (uint256 i = 0; i < 40; i++) packed[i] = uint8(i + 1);
        halves.push(5); halves.push(6); halves.push(7);
        thirds[0] = 1; thirds[1] = 2; thirds[2] = 3;
        words.push(11); words.push(12);
        points[0] = Point(1, -1, true);
        points[1] = Point(type(uint64).max, type(int32).min, false);
        Node storage node = nodes[owner];
        node.owner = owner; node.stake = 10 ether; node.name = unicode"Nöde"; node.at = Point(3, -4, true);
        node.votes[hash] = 99; node.log.push(1); node.log.push(2);
        nested[5][true] = -5;
        byName["key"] = 77;
        byHash[hash] = owner;
        byMinus[-3] = 33;
        bySelector[0xdeadbeef] = "a text that is longer than thirty-one bytes, so it has slots of its own";
        list.push(); list.push();
        list[1].stake = 4; list[1].name = "second"; list[1].log.push(8);
        matrix[1].push(9); matrix[1].push(10);
    }
}
