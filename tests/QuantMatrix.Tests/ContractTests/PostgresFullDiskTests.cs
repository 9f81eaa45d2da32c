using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>A server whose disk is full.</summary>
[Trait("class", "servers")]
public sealed class PostgresFullDiskTests(OwnPostgres own) : IClassFixture<OwnPostgres>
{
    [SmallDiskTheory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300)]
    public async Task A_full_disk_is_temporary_and_the_next_run_with_space_completes(int freeKilobytes)
    {
        using var disk = new SmallDisk(Path.Combine(own.Server.Folder, $"small-{freeKilobytes}"), megabytes: 48);
        PostgresServer.Own(disk.Path);
        var name = $"small_{freeKilobytes}";
        PostgresSql.Execute(own.Server.To("postgres"), $"create tablespace {name} location '{disk.Path}'");
        PostgresSql.Execute(own.Server.To("postgres"), $"create database {name} tablespace {name}");
        using var trial = new PostgresTrial(own.Server.To(name));
        await trial.Open(TrialNight.Catalogue).Tables.MigrateAsync();

        disk.Fill(freeKilobytes);
        var publish = () => TrialNight.PublishAsync(trial.Open(TrialNight.Catalogue).Tables, "run1");
        (await Should.ThrowAsync<TemporaryException>(publish)).Message.ShouldContain("the server's disk is full");
        disk.Empty();
        await TrialNight.PublishAsync(trial.Open(TrialNight.Catalogue).Tables, "run2");

        using var undisturbed = new PostgresTrial(own.Server.To("postgres"));
        await TrialNight.PublishAsync(undisturbed.Open(TrialNight.Catalogue).Tables, "run");
        TrialNight.Content(trial.Connection).ShouldBe(TrialNight.Content(undisturbed.Connection));
        PostgresSql.Execute(own.Server.To("postgres"), $"drop database {name} with (force)");
        PostgresSql.Execute(own.Server.To("postgres"), $"drop tablespace {name}");
    }
}
