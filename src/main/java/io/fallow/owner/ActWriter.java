package io.fallow.owner;

import io.fallow.ledger.base.Sql;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.seals.Sealed;
import io.fallow.ledger.seals.Seals;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes acts of owners, in the caller's transaction: begun, applied chunk by chunk with set-based statements, and sealed at its end. */
public final class ActWriter {

    private static final String NEXT = Sql.named("owner/next-act");
    private static final String RECORD = Sql.named("owner/record-owner-acts");

    private final JdbcClient jdbc;
    private final PlatformActs platform;
    private final Runs runs;
    private final Sources sources;
    private final Seals seals;

    public ActWriter(JdbcClient jdbc, PlatformActs platform, Runs runs, Sources sources, Seals seals) {
        this.jdbc = jdbc;
        this.platform = platform;
        this.runs = runs;
        this.sources = sources;
        this.seals = seals;
    }

    /** @param evidence how identities were verified, and by whom */
    SealedAct begin(Act act, String evidence, Policy policy, LocalDate today) {
        sources.makeDecisionPartition(today);
        return new SealedAct(
                act, jdbc.sql(NEXT).query(Long.class).single(), evidence, policy, runs.save(policy), today);
    }

    /**
     * Applies what was decided about locked accounts, on the platform too.
     *
     * @throws IllegalStateException when one was not in the state the act leads out of, which a lock should have made impossible
     */
    void apply(SealedAct act, Map<String, Decision> decided) {
        List<Map.Entry<String, Decision>> accounts = List.copyOf(decided.entrySet());
        if (accounts.isEmpty()) {
            return;
        }
        List<String> ids = accounts.stream().map(Map.Entry::getKey).toList();
        Decision any = accounts.get(0).getValue();
        if (act.act() == Act.CANCEL) {
            platform.recycle(ids); // before: the guard refuses writes to a RECYCLED account
        }
        long written = jdbc.sql(RECORD)
                .param("ids", ids.toArray(String[]::new))
                .param("protectedOns", texts(accounts, Lifecycle::protectedOn))
                .param("dueOns", texts(accounts, Lifecycle::dueOn))
                .param("cohorts", texts(accounts, Lifecycle::cohort))
                .param("today", act.today())
                .param("fromState", any.from().name())
                .param("toState", any.to().name())
                .param("policyVersion", act.policyVersion())
                .param("actId", act.number())
                .param("event", act.act().event())
                .param("evidence", act.evidence())
                .query(Long.class)
                .single();
        if (written != ids.size()) {
            throw new IllegalStateException(
                    "of " + ids.size() + " accounts locked as " + any.from() + " " + written + " became " + any.to());
        }
        if (act.act() == Act.UNSEAL) {
            platform.unseal(ids);
        } else if (act.act() == Act.RESTORE) {
            platform.restore(ids);
        }
    }

    /** The last thing in its transaction: see {@link Seals#seal(Sealed)}. */
    String seal(SealedAct act) {
        return seals.seal(Sealed.ofAct(act.number(), act.today()));
    }

    private static @Nullable String[] texts(
            List<Map.Entry<String, Decision>> accounts, Function<Lifecycle, @Nullable Object> value) {
        @Nullable String[] texts = new String[accounts.size()];
        for (int i = 0; i < texts.length; i++) {
            Lifecycle next = accounts.get(i).getValue().next();
            if (next == null) {
                throw new IllegalStateException("an act of the owner leaves a row");
            }
            Object each = value.apply(next);
            texts[i] = each == null ? null : each.toString();
        }
        return texts;
    }
}
