package io.fallow.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a database of its own: in parameters of the test and its lifecycle methods and in non-private,
 * non-static fields, of type {@link TestDatabase} or {@link DataSource}. It is dropped after the test. In static
 * fields, constructors, {@code @BeforeAll} and {@code @AfterAll} it is one database for the whole class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(TestDatabaseExtension.class)
public @interface WithTestDatabase {

    /** What fills the database, once per test run; each test gets a copy. Needs a constructor without arguments. */
    Class<? extends TestDatabase.Preparation> value() default Empty.class;

    /** Leaves the database empty. */
    final class Empty implements TestDatabase.Preparation {
        @Override
        public void prepare(DataSource emptyDatabase) {}
    }
}
