package io.fallow.evidence;

import io.fallow.ledger.seals.BlockDigest;
import io.fallow.ledger.seals.DecisionBytes;
import io.fallow.ledger.seals.SealedBlock;
import java.util.Arrays;
import java.util.Iterator;

/**
 * The prints of a block and of what comes after it, as far as a gap or an insertion is looked for: so far that it is bounded, and so
 * near that two prints are the same by chance once in 65536 times.
 */
final class PrintWindow {

    private static final int LENGTH = 65_536;

    private final int[] prints;

    private PrintWindow(int[] prints) {
        this.prints = prints;
    }

    /** As sealed. */
    static PrintWindow of(SealedBlock block, Iterator<SealedBlock> after) {
        int[] prints = block.prints();
        while (prints.length < LENGTH && after.hasNext()) {
            prints = joined(prints, after.next().prints());
        }
        return new PrintWindow(prints);
    }

    /** As found now. */
    static PrintWindow ofFound(SealedBlock block, Iterator<DecisionBytes> after) {
        int[] prints = block.prints();
        while (prints.length < LENGTH && after.hasNext()) {
            BlockDigest next = new BlockDigest();
            while (next.decisions() < BlockDigest.SIZE && after.hasNext()) {
                next.add(after.next());
            }
            prints = joined(prints, next.block().prints());
        }
        return new PrintWindow(prints);
    }

    private static int[] joined(int[] one, int[] other) {
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    int length() {
        return prints.length;
    }

    int at(int index) {
        return prints[index];
    }

    /** How far after {@code from} the print comes; 0 when it does not. */
    int distance(int print, int from) {
        for (int i = from + 1; i < prints.length; i++) {
            if (prints[i] == print) {
                return i - from;
            }
        }
        return 0;
    }
}
