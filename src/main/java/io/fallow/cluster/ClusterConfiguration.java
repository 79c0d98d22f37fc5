package io.fallow.cluster;

import io.fallow.job.chunk.Dispatch;
import io.fallow.job.chunk.DispatchedPartitions;
import io.fallow.job.chunk.LocalThreads;
import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.runs.PartitionClaims;
import io.fallow.settings.Settings;
import javax.sql.DataSource;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who works on partitions. Nothing of Quartz is touched before the first is handed out or taken. */
@Configuration(proxyBeanMethods = false)
public class ClusterConfiguration {

    @Bean
    PartitionNode partitionNode(
            DataSource dataSource,
            ObjectProvider<DispatchedPartitions> partitions,
            ObjectProvider<PartitionNode> node,
            StopSignal stop,
            Settings settings) {
        return new PartitionNode(
                dataSource,
                new PartitionJobs(partitions, node, stop),
                settings.cluster().slots(),
                settings.cluster().checkin());
    }

    @Bean
    Dispatch dispatch(
            PartitionNode node,
            PartitionClaims claims,
            JobRepository repository,
            StopSignal stop,
            ObjectProvider<DispatchedPartitions> partitions,
            Settings settings) {
        return settings.cluster().enabled()
                ? new ClusterDispatch(
                        node, claims, repository, new ClusterDispatch.Ending(stop, partitions, settings.stopTimeout()))
                : new LocalThreads();
    }

    @Bean
    Node node(PartitionNode node) {
        return new Node(node);
    }
}
