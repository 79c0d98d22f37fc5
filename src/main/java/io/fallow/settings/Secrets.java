package io.fallow.settings;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Secrets are what they are: {@code ${...}} and {@code #{...}} in one are characters of it, and no text that is resolved, evaluated or told
 * of in an error. Whoever binds or asks for one does so by this.
 */
public final class Secrets {

    private static final Set<String> NAMES = Set.of("password", "secret");

    private Secrets() {}

    /** The very text that was given, from the first source that has it; empty when none has. */
    public static String asGiven(ConfigurableEnvironment environment, String property) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            Object given = source.getProperty(property);
            if (given != null) {
                return given.toString();
            }
        }
        return "";
    }

    /** Binds as that handler does, but secrets as they were given. */
    public static BindHandler leftAlone(BindHandler handler) {
        return new LeftAlone(handler);
    }

    private static final class LeftAlone extends AbstractBindHandler {

        LeftAlone(BindHandler parent) {
            super(parent);
        }

        @Override
        public @Nullable Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            String given = given(name, context);
            return super.onSuccess(name, target, context, given == null ? result : given);
        }

        /** What looks like a placeholder and resolves to nothing. */
        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            String given = given(name, context);
            return given == null ? super.onFailure(name, target, context, error) : given;
        }

        private static @Nullable String given(ConfigurationPropertyName name, BindContext context) {
            ConfigurationProperty property = context.getConfigurationProperty();
            boolean isSecret =
                    !name.isEmpty() && NAMES.contains(name.getLastElement(ConfigurationPropertyName.Form.UNIFORM));
            return isSecret && property != null && property.getName().equals(name)
                    ? property.getValue().toString()
                    : null;
        }
    }
}
