using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Sync;

/// <summary>A lake sent to a store and taken from there by other machines.</summary>
[Trait("class", "slow")]
public sealed class SyncTests : IDisposable
{
    private const string Recompute = "recompute_indicators_universe";
    private const string Url = $"s3://{S3Server.Bucket}/the lake";

    private readonly S3Server s3 = new();
    private readonly Trial owner;
    private readonly List<Trial> nodes = [];

    public SyncTests() => owner = Node();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_has_the_same_content_and_a_repetition_transfers_nothing(bool toFolder)
    {
        var address = toFolder ? Path.Combine(owner.Folder, "elsewhere") : Url;
        await NightAsync(owner, 280);
        (await owner.CallAsync("export", "iceberg", "--location", "s3://market/lake")).ShouldBe(ExitCode.Ok);
        (await owner.CallAsync("sync", "--to", address)).ShouldBe(ExitCode.Ok, $"version {Version(owner)} of the lake: ", " files, ", $" sent to {address}");
        (await owner.CallAsync("sync", "--to", address)).ShouldBe(ExitCode.Ok, "0 files, 0 bytes sent");
        var node = Node();
        (await node.CallAsync("sync", "--from", address)).ShouldBe(ExitCode.Ok, $"version {Version(owner)} of the lake: ", $"taken from {address}");
        (await ContentAsync(node)).ShouldBe(await ContentAsync(owner));
        Live(node).ShouldBe(Live(owner));
        (await node.CallAsync("verify", "--full", "--recompute", "0")).ShouldBe(ExitCode.Ok, "of the exported snapshots agree", "nothing is wrong");
        (await node.CallAsync("sync", "--from", address)).ShouldBe(ExitCode.Ok, "0 files, 0 bytes taken");

        await NightAsync(owner, 290);
        (await owner.CallAsync("sync", "--to", address)).ShouldBe(ExitCode.Ok);
        (await node.CallAsync("sync", "--to", address)).ShouldBe(ExitCode.DataUnfit, "which this lake, at version", "Nothing was sent");
        (await node.CallAsync("sync", "--from", address)).ShouldBe(ExitCode.Ok);
        (await ContentAsync(node)).ShouldBe(await ContentAsync(owner));
        await NightAsync(node, 300);
        (await node.CallAsync("sync", "--from", address)).ShouldBe(ExitCode.DataUnfit, "is not among those sent to", "Nothing was changed");
        (await node.CallAsync("sync", "--to", address)).ShouldBe(ExitCode.Ok);
        Directory.EnumerateFiles(node.Lake, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Shards_on_nodes_without_a_common_disk_send_their_parts_and_the_run_takes_them()
    {
        var jobs = await ShardTests.PrepareAsync(owner);
        (await owner.CallAsync("order", "--jobs", jobs)).ShouldBe(ExitCode.Ok);
        (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok);
        for (var shard = 0; shard < 2; shard++)
        {
            var node = Node();
            (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);
            (await node.CallAsync("shard", "--shard", $"{shard}/2")).ShouldBe(ExitCode.Ok, "2 computed of 4 parts");
            (await node.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok, $"version {Version(owner)} of the lake");
        }
        (await owner.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);
        (await owner.CallAsync("run", Recompute, "--jobs", jobs)).ShouldBe(ExitCode.Ok, "4 parts found, 0 computed");
        (await owner.CallAsync("verify", "--full")).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_transfer_that_is_killed_is_continued_and_no_half_of_it_is_seen()
    {
        await NightAsync(owner, 280);
        await KillAsync(owner, "--to", "PUT ", calls: 6);
        s3.Objects.Keys.ShouldNotContain("the lake/manifest.json");
        var node = Node();
        (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Temporary, "no lake there; ./run.sh sync --to sends one");
        string[] sent = []; // as listed: the store may complete a call of the killed process
        s3.Before = call =>
        {
            if (call == "GET ") sent = [.. s3.Objects.Keys.Select(key => $"PUT {key}")];
            return Task.FromResult(S3Fault.None);
        };
        s3.Calls.Clear();
        (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok);
        sent.ShouldNotBeEmpty();
        s3.Calls.Where(c => Is(c, "PUT ")).ShouldBe(s3.Objects.Keys.Select(key => $"PUT {key}").Except(sent), ignoreOrder: true, "only what was missing");

        await KillAsync(node, "--from", "GET the lake/price_data", calls: 2);
        (await node.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe(["0"]);
        Directory.EnumerateFiles(Path.Combine(node.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories).Count()
            .ShouldBeLessThan(LakeFiles.Live(owner.Data, "price_data").Count);
        (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);
        (await ContentAsync(node)).ShouldBe(await ContentAsync(owner));
    }

    [Fact]
    public async Task Of_two_writers_at_once_one_loses_and_nothing_is_lost()
    {
        await NightAsync(owner, 280);
        (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok);
        var other = Node();
        (await other.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);
        await NightAsync(owner, 290);
        await NightAsync(other, 295);
        var entered = 0;
        s3.Before = async call =>
        {
            if (call == "PUT the lake/manifest.json" && Interlocked.Increment(ref entered) == 1)
                (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok);
            return S3Fault.None;
        };
        (await other.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Temporary, "another machine has sent a version meanwhile");
        (await other.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.DataUnfit, $"holds version {Version(owner)} of run ", "Nothing was sent");
        var reader = Node();
        (await reader.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);
        (await ContentAsync(reader)).ShouldBe(await ContentAsync(owner));
        (await ContentAsync(other)).ShouldNotBe(await ContentAsync(owner));
    }

    [Fact]
    public async Task A_damaged_or_missing_object_is_named_and_the_lake_stays_as_it_was()
    {
        await NightAsync(owner, 280);
        await owner.CallAsync("sync", "--to", Url);
        var key = s3.Objects.Keys.First(k => k.Contains("/price_data/", StringComparison.Ordinal));
        var (node, whole) = (Node(), s3.Objects[key]);
        s3.Objects[key] = [.. whole.Select((b, i) => i == 500 ? (byte)(b ^ 4) : b)];
        (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.DataUnfit, key["the lake/".Length..], "does not have the SHA-256 of its name");
        s3.Objects.TryRemove(key, out _).ShouldBeTrue();
        (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.DataUnfit, key["the lake/".Length..], "missing");
        (await node.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe(["0"]);
        (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok, "1 file");
        s3.Objects[key].ShouldBe(whole);
        (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);

        var file = Path.Combine(owner.Lake, Live(owner)[0]);
        await BitFlipTests.FlipAsync(file, new FileInfo(file).Length / 2, 4);
        (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(file), "repair");
    }

    [Fact]
    public async Task A_busy_service_and_a_connection_that_breaks_off_are_waited_for()
    {
        await NightAsync(owner, 280);
        var faults = 3;
        s3.Before = call => Task.FromResult(Is(call, "PUT ") && Interlocked.Decrement(ref faults) >= 0 ? S3Fault.Busy : default);
        (await owner.CallAsync("sync", "--to", Url)).ShouldBe(ExitCode.Ok);
        faults = 2;
        s3.Before = call => Task.FromResult(Is(call, "GET the lake/price_data") && Interlocked.Decrement(ref faults) >= 0 ? S3Fault.Cut : default);
        var node = Node();
        (await node.CallAsync("sync", "--from", Url)).ShouldBe(ExitCode.Ok);
        (await ContentAsync(node)).ShouldBe(await ContentAsync(owner));
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "AKIAOTHER", ExitCode.Configuration, "InvalidAccessKeyId (HTTP 403); set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "another-secret", ExitCode.Configuration, "SignatureDoesNotMatch (HTTP 403); set AWS_ACCESS_KEY_ID, AWS_SECRET")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "", ExitCode.Configuration, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: only one is set")]
    [InlineData("QM_S3_ENDPOINT", "http://127.0.0.1:1", ExitCode.Temporary, "run it again")]
    [InlineData("QM_S3_ENDPOINT", "ftp://me:another-secret@host", ExitCode.Configuration, "QM_S3_ENDPOINT: the value, not shown, is not an address")]
    public async Task What_to_set_or_that_it_is_temporary_is_said_without_secrets(string variable, string value, int code, string message)
    {
        owner.Variables[variable] = value;
        var ended = await owner.CallAsync("sync", "--from", Url);
        ended.ShouldBe(code, message);
        foreach (var secret in new[] { S3Server.SecretKey, S3Server.KeyId, "another-secret", "AKIAOTHER" }) ended.Text.ShouldNotContain(secret);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "expected either --to URI or --from URI")]
    [InlineData(ExitCode.Usage, "expected either --to URI or --from URI", "--to", "/a", "--from", "/b")]
    [InlineData(ExitCode.Usage, "--to: expected s3://bucket/prefix", "--to", "gs://bucket/x")]
    [InlineData(ExitCode.Usage, "--from: expected s3://bucket/prefix", "--from", "s3://key:secret@bucket/x")]
    [InlineData(ExitCode.Usage, "is in the data root", "--to", "DATA/lake")]
    [InlineData(ExitCode.Configuration, "NoSuchBucket", "--from", "s3://another/x")]
    [InlineData(ExitCode.Temporary, "no lake there", "--from", "/nowhere/at/all")]
    [InlineData(ExitCode.Temporary, "nothing to send yet", "--to", "/nowhere/at/all")]
    public async Task A_wrong_address_is_named(int code, string message, params string[] options) =>
        (await owner.CallAsync(["sync", .. options.Select(o => o.Replace("DATA", owner.Data, StringComparison.Ordinal))])).ShouldBe(code, message);

    [Fact]
    public async Task A_folder_that_is_not_mounted_or_not_writable_and_a_run_in_progress_are_named()
    {
        await NightAsync(owner, 280);
        (await owner.CallAsync("sync", "--to", "/nowhere/at/all")).ShouldBe(ExitCode.Configuration, "the folder above it does not exist; mount the file");
        var folder = Path.Combine(owner.Folder, "elsewhere");
        (await owner.CallAsync("sync", "--to", folder)).ShouldBe(ExitCode.Ok);
        using (new FileStream(Path.Combine(folder, "sync.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await NightAsync(owner, 290);
            (await owner.CallAsync("sync", "--to", folder)).ShouldBe(ExitCode.Temporary, folder, "run it again");
        }
        using var held = await HeldLock.TakeAsync(owner.Data);
        (await owner.CallAsync("sync", "--to", folder)).ShouldBe(ExitCode.Ok);
        (await owner.CallAsync("sync", "--from", folder)).ShouldBe(ExitCode.Temporary, "run.lock");
    }

    public void Dispose()
    {
        nodes.ForEach(node => node.Dispose());
        s3.Dispose();
    }

    /// <summary>A machine with an empty data root.</summary>
    private Trial Node()
    {
        var node = new Trial
        {
            Variables = new()
            {
                ["QM_S3_ENDPOINT"] = s3.Url, ["AWS_ACCESS_KEY_ID"] = S3Server.KeyId, ["AWS_SECRET_ACCESS_KEY"] = S3Server.SecretKey,
            },
        };
        nodes.Add(node);
        return node;
    }

    private static async Task NightAsync(Trial trial, int sessions)
    {
        Market.Write(trial.Replay, symbols: 3, sessions);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    /// <summary>Kills a transfer that waits for its n-th call of a kind.</summary>
    private async Task KillAsync(Trial trial, string direction, string kind, int calls)
    {
        var (waiting, killed) = (new TaskCompletionSource(), new TaskCompletionSource());
        s3.Before = async call =>
        {
            if (!Is(call, kind) || Interlocked.Decrement(ref calls) > 0) return S3Fault.None;
            waiting.TrySetResult();
            await killed.Task;
            return S3Fault.Busy;
        };
        using var program = Executable.Command(trial.Data, trial.Replay, ["sync", direction, Url], trial.Variables.Select(v => $"{v.Key}={v.Value}"));
        await waiting.Task.WaitAsync(Wait.Limit);
        (await program.KillAsync()).ShouldBeTrue();
        killed.SetResult();
        s3.Before = _ => Task.FromResult(S3Fault.None);
    }

    private static bool Is(string call, string kind) => call.StartsWith(kind, StringComparison.Ordinal);
    private static long Version(Trial trial) => LakeFolder.Version(trial.Manifest);

    private static IReadOnlyList<string> Live(Trial trial) => [.. ((string[])["price_data", "features", "bar_revisions", "quarantine", "bar_arrivals"])
        .SelectMany(table => LakeFiles.Live(trial.Data, table)).Select(file => Path.GetRelativePath(trial.Lake, file))];

    private static async Task<IReadOnlyList<string>> ContentAsync(Trial trial)
    {
        var tables = ((string[])["price_data", "features", "corporate_actions", "bar_revisions", "quarantine", "bar_arrivals"])
            .Select(t => $"SELECT '{t}', count(*), md5(string_agg(r::VARCHAR, '' ORDER BY r::VARCHAR)) FROM {t} r");
        return await trial.SqlAsync(string.Join(" UNION ALL ", tables) + " ORDER BY 1");
    }
}
