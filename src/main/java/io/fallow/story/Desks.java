package io.fallow.story;

import io.fallow.owner.Explain;
import io.fallow.owner.Notices;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.PropertyWindows;
import io.fallow.run.NightRunner;
import org.springframework.beans.factory.BeanFactory;

/** Fallow as a story meets it: the night, and everywhere an owner or an operator can turn to. */
public record Desks(NightRunner nights, OwnerDesk owner, PropertyWindows windows, Notices notices, Explain explain) {

    /** Those of an application that has started. */
    public static Desks of(BeanFactory application) {
        return new Desks(
                application.getBean(NightRunner.class),
                application.getBean(OwnerDesk.class),
                application.getBean(PropertyWindows.class),
                application.getBean(Notices.class),
                application.getBean(Explain.class));
    }
}
