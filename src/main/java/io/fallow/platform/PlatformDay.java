package io.fallow.platform;

import java.time.LocalDate;
import java.util.List;

/**
 * What happened on the platform on a day, and what its owners then want of Fallow.
 *
 * @param cameBack accounts whose owner signed in
 * @param deposits wallets that received money
 * @param settled things no longer held: balances spent, transactions finished, deductions closed, loans repaid, products
 *     redeemed, savings withdrawn
 * @param wantUnseal accounts that are PROTECTED and whose owner asks to have them unsealed
 * @param wantRestore accounts that are RECYCLED and whose owner asks to have them restored
 */
public record PlatformDay(
        LocalDate day, int cameBack, int deposits, int settled, List<String> wantUnseal, List<String> wantRestore) {

    public PlatformDay {
        wantUnseal = List.copyOf(wantUnseal);
        wantRestore = List.copyOf(wantRestore);
    }
}
