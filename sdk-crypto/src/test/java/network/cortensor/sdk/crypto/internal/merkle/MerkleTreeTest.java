package network.cortensor.sdk.crypto.internal.merkle;

import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.internal.Hashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The known roots and paths are those of the reference tree of Certificate Transparency (RFC 6962), which is SHA-256. */
class MerkleTreeTest {

    private static final int SIZES = 130;

    private static final List<byte[]> REFERENCE = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(Known::hex)
            .toList();

    private static byte[] sha256(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return Hashes.sha256(joined.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void root_referenceLeaves_isTheKnownOne(int size, String root) {
        assertThat(MerkleTree.of(MerkleTreeTest::sha256, REFERENCE.subList(0, size))
                        .root())
                .isEqualTo(Known.hex(root));
    }

    @ParameterizedTest
    @CsvSource({
        "0,8,96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5,8,bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2,3,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "1,5,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void path_referenceLeaves_isTheKnownOne(int index, int size, String path) {
        MerkleTree tree = MerkleTree.of(MerkleTreeTest::sha256, REFERENCE.subList(0, size));
        assertThat(tree.path(index).stream().map(HexFormat.of()::formatHex)).containsExactly(path.split(" "));
    }

    /** A second implementation, straight from the definition in RFC 9162 §2.1.1. */
    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return Hashes.keccak256(new byte[] {0}, leaves.get(0));
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return Hashes.keccak256(
                new byte[] {1}, defined(leaves.subList(0, split)), defined(leaves.subList(split, leaves.size())));
    }

    private static List<byte[]> leaves(int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(Hashes.keccak256(ByteBuffer.allocate(4).putInt(i).array()));
        }
        return leaves;
    }

    @Test
    void path_everyLeafOfEverySize_provesAndNoAlterationDoes() {
        long proofs = 0;
        long alterations = 0;
        for (int size = 1; size <= SIZES; size++) {
            List<byte[]> leaves = leaves(size);
            MerkleTree tree = MerkleTree.of(MerkleTree.Hash.KECCAK, leaves);
            byte[] root = tree.root();
            assertThat(root).as("root of %d", size).isEqualTo(defined(leaves));
            for (int index = 0; index < size; index++) {
                List<byte[]> path = tree.path(index);
                assertThat(path).hasSize(MerkleTree.pathLength(index, size));
                assertThat(MerkleTree.root(MerkleTree.Hash.KECCAK, leaves.get(index), index, size, path))
                        .as("%d of %d", index, size)
                        .isEqualTo(root);
                proofs++;
                alterations += refuseAlterations(leaves, index, path, root);
            }
        }
        System.out.println("MerkleTreeTest: " + proofs + " proofs in trees of 1 to " + SIZES + " leaves hold, "
                + alterations + " altered ones do not");
        assertThat(proofs).isEqualTo((long) SIZES * (SIZES + 1) / 2);
    }

    /** Other leaf, other index, every hash of the path changed or swapped with the next. */
    private static int refuseAlterations(List<byte[]> leaves, int index, List<byte[]> path, byte[] root) {
        int size = leaves.size();
        int tried = 0;
        for (int other = 0; other < size; other++) {
            if (other != index) {
                refuse(leaves.get(other), index, size, path, root);
                tried++;
                if (MerkleTree.pathLength(other, size) == path.size()) {
                    refuse(leaves.get(index), other, size, path, root);
                    tried++;
                }
            }
        }
        for (int i = 0; i < path.size(); i++) {
            List<byte[]> changed = new ArrayList<>(path);
            changed.set(i, path.get(i).clone());
            changed.get(i)[(index + i) % Hashes.SIZE] ^= (byte) (1 << index % 8);
            refuse(leaves.get(index), index, size, changed, root);
            tried++;
            if (i + 1 < path.size()) {
                List<byte[]> swapped = new ArrayList<>(path);
                swapped.set(i, path.get(i + 1));
                swapped.set(i + 1, path.get(i));
                refuse(leaves.get(index), index, size, swapped, root);
                tried++;
            }
        }
        return tried;
    }

    private static void refuse(byte[] leaf, int index, int size, List<byte[]> path, byte[] root) {
        if (Arrays.equals(MerkleTree.root(MerkleTree.Hash.KECCAK, leaf, index, size, path), root)) {
            throw new AssertionError("an altered proof holds: index " + index + " of " + size);
        }
    }

    /** The attack on trees without prefixes: an inner node is passed off as a leaf that holds two hashes. */
    @Test
    void root_innerNodeAsALeaf_secondPreimageDoesNotHold() {
        List<byte[]> leaves = leaves(4);
        MerkleTree tree = MerkleTree.of(MerkleTree.Hash.KECCAK, leaves);
        byte[] left = Hashes.keccak256(new byte[] {0}, leaves.get(0));
        byte[] right = Hashes.keccak256(new byte[] {0}, leaves.get(1));
        byte[] forged = ByteBuffer.allocate(64).put(left).put(right).array();
        byte[] otherHalf = tree.path(0).get(1);

        assertThat(Hashes.keccak256(new byte[] {1}, Hashes.keccak256(new byte[] {1}, forged), otherHalf))
                .as("what the attack needs is there")
                .isEqualTo(tree.root());
        assertThat(MerkleTree.root(MerkleTree.Hash.KECCAK, forged, 0, 2, List.of(otherHalf)))
                .isNotEqualTo(tree.root());
    }

    /** The attack on trees that fill up with copies (CVE-2012-2459): the last leaf twice has the same root. */
    @Test
    void root_lastLeafTwice_isAnotherRoot() {
        List<byte[]> leaves = leaves(7);
        List<byte[]> doubled = new ArrayList<>(leaves);
        doubled.add(leaves.get(6));

        assertThat(MerkleTree.of(MerkleTree.Hash.KECCAK, doubled).root())
                .isNotEqualTo(MerkleTree.of(MerkleTree.Hash.KECCAK, leaves).root());
    }
}
