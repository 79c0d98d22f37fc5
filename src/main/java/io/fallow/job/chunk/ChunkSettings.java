package io.fallow.job.chunk;

/**
 * @param partitions how many partitions, and so database connections, a step uses at once; 1 to 64, as many as the database has cores
 * @param chunkSize accounts a transaction; 1 to 100000, small enough to stay under five seconds
 */
public record ChunkSettings(int partitions, int chunkSize) {

    public ChunkSettings {
        if (partitions < 1 || partitions > 64) {
            throw new IllegalArgumentException("fallow.partitions is " + partitions + ", allowed are 1 to 64");
        }
        if (chunkSize < 1 || chunkSize > 100_000) {
            throw new IllegalArgumentException("fallow.chunk-size is " + chunkSize + ", allowed are 1 to 100000");
        }
    }
}
