package io.fallow.database;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Keeps a test's database in the store of its context, which closes it when that context ends. */
final class TestDatabaseExtension implements ParameterResolver, BeforeAllCallback, BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(TestDatabaseExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        fill(context, null);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        for (Object test : context.getRequiredTestInstances().getAllInstances()) {
            fill(context, test);
        }
    }

    private static void fill(ExtensionContext context, @Nullable Object test) throws IllegalAccessException {
        Class<?> type = test == null ? context.getRequiredTestClass() : test.getClass();
        for (Field field : ReflectionSupport.findFields(
                type,
                field -> isProvided(field.getType()) && Modifier.isStatic(field.getModifiers()) == (test == null),
                HierarchyTraversalMode.TOP_DOWN)) {
            if (!Modifier.isPrivate(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                field.setAccessible(true);
                field.set(test, provided(field.getType(), context));
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isProvided(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return provided(parameter.getParameter().getType(), context);
    }

    private static boolean isProvided(Class<?> type) {
        return type == TestDatabase.class || type == DataSource.class;
    }

    private static Object provided(Class<?> type, ExtensionContext context) {
        // a plain get would find the class's database, a parent's, and the tests would share it
        String key = context.getUniqueId();
        TestDatabase database =
                context.getStore(NAMESPACE).computeIfAbsent(key, unused -> create(context), TestDatabase.class);
        return type == DataSource.class ? database.dataSource() : database;
    }

    private static TestDatabase create(ExtensionContext context) {
        Class<? extends TestDatabase.Preparation> preparation = AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), WithTestDatabase.class, context.getEnclosingTestClasses())
                .<Class<? extends TestDatabase.Preparation>>map(WithTestDatabase::value)
                .orElse(WithTestDatabase.Empty.class);
        return preparation == WithTestDatabase.Empty.class
                ? TestDatabase.fresh()
                : TestDatabase.from(preparation.getName(), ReflectionSupport.newInstance(preparation));
    }
}
