package io.fallow.story;

import java.util.function.Consumer;

/**
 * One life.
 *
 * @param name by which it is asked for
 * @param title what it is about, in a line
 */
public record Story(String name, String title, Consumer<Stage> plot) {

    /** @throws StoryException when it does not go as it is told */
    public void tell(Stage stage) {
        plot.accept(stage);
    }
}
