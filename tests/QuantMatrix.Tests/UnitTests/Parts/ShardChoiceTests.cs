using QuantMatrix.Batch.Config;

namespace QuantMatrix.Tests.UnitTests.Parts;

public sealed class ShardChoiceTests
{
    [Theory]
    [InlineData("0/1", "", 0, 1)]
    [InlineData("6/7", "", 6, 7)]
    [InlineData("auto", "QM_SHARD=2 QM_SHARDS=5", 2, 5)]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4", 3, 4)]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", 3, 4)]
    [InlineData("auto", "AWS_BATCH_JOB_ARRAY_INDEX=0 AWS_BATCH_JOB_ARRAY_SIZE=2", 0, 2)]
    [InlineData("auto", "JOB_COMPLETION_INDEX=1 QM_SHARDS=8", 1, 8)]
    [InlineData("auto", "QM_SHARD=0 QM_SHARDS=3 SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=2", 0, 3)]
    public void A_shard_is_named_or_read_from_the_scheduler(string text, string variables, int index, int count) =>
        ShardChoice.Of(text, Variables(variables)).ShouldBe(new ShardChoice(index, count));

    [Theory]
    [InlineData("1/1", "", "--shard 1/1: expected I/N")]
    [InlineData("-1/2", "", "--shard -1/2: expected I/N")]
    [InlineData("0/0", "", "--shard 0/0: expected I/N")]
    [InlineData("half", "", "--shard half: expected I/N")]
    [InlineData("auto", "", "none of QM_SHARD, SLURM_ARRAY_TASK_ID")]
    [InlineData("auto", "QM_SHARD=1", "QM_SHARD is '1' and QM_SHARDS is not set")]
    [InlineData("auto", "QM_SHARD=5 QM_SHARDS=5", "QM_SHARD is '5' and QM_SHARDS is '5'")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=x QM_SHARDS=5", "JOB_COMPLETION_INDEX is 'x'")]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", "SLURM_ARRAY_TASK_ID is '0'")]
    public void A_shard_that_is_not_known_is_a_usage_error(string text, string variables, string message) =>
        Should.Throw<UsageException>(() => ShardChoice.Of(text, Variables(variables))).Message.ShouldContain(message);

    [Fact]
    public void Each_part_belongs_to_one_of_the_shards()
    {
        for (var part = 0; part < 20; part++) Enumerable.Range(0, 7).Count(i => new ShardChoice(i, 7).Has(part)).ShouldBe(1);
        Enumerable.Range(0, 20).Count(new ShardChoice(6, 7).Has).ShouldBe(2);
    }

    private static Dictionary<string, string> Variables(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);
}
