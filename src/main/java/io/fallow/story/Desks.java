package io.fallow.story;

import io.fallow.owner.CancellationDesk;
import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.Notices;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.PropertyWindows;
import io.fallow.run.NightRunner;
import org.springframework.beans.factory.BeanFactory;

/** Fallow as a story meets it: the night, and everywhere an owner or an operator can turn to. */
public record Desks(
        NightRunner nights,
        OwnerDesk owner,
        CancellationDesk cancellations,
        Holds holds,
        PropertyWindows windows,
        Notices notices,
        Explain explain) {

    /** Those of an application that has started. */
    public static Desks of(BeanFactory application) {
        return new Desks(
                application.getBean(NightRunner.class),
                application.getBean(OwnerDesk.class),
                application.getBean(CancellationDesk.class),
                application.getBean(Holds.class),
                application.getBean(PropertyWindows.class),
                application.getBean(Notices.class),
                application.getBean(Explain.class));
    }
}
