package io.fallow.evidence;

import io.fallow.ledger.seals.BlockDigest;
import io.fallow.ledger.seals.DecisionBytes;
import io.fallow.ledger.seals.SealedBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the decisions with the same print was sealed at which place: as the block's digest says. In a run of ten million decisions two of
 * a block's places have a second candidate.
 */
final class Arrangement {

    /** Beyond this many the block is taken for changed: a run of sixty million decisions comes near it. */
    private static final long MOST = 65_536;

    private Arrangement() {}

    /** @return the decisions of the block; null when none of the ways to choose them has its digest */
    static @Nullable List<DecisionBytes> of(List<List<DecisionBytes>> places, SealedBlock was) {
        long ways = 1;
        for (List<DecisionBytes> place : places) {
            ways = Math.min(ways * place.size(), MOST);
        }
        for (long way = 0; way < ways; way++) {
            List<DecisionBytes> block = chosen(places, way);
            BlockDigest digest = new BlockDigest();
            block.forEach(digest::add);
            if (digest.block().hasDigestOf(was)) {
                return block;
            }
        }
        return null;
    }

    private static List<DecisionBytes> chosen(List<List<DecisionBytes>> places, long way) {
        long[] rest = {way};
        return places.stream()
                .map(place -> {
                    DecisionBytes choice = place.get((int) (rest[0] % place.size()));
                    rest[0] /= place.size();
                    return choice;
                })
                .toList();
    }
}
