package io.fallow.cli.frame;

import io.fallow.database.DatabaseAccessConfiguration;
import io.fallow.settings.Settings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What commands need that come before there is anything to work with: settings and a database, no schema and no roles. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
@Import(DatabaseAccessConfiguration.class)
public class Installation {}
