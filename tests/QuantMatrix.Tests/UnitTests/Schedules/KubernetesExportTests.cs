using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.UnitTests.Schedules;

public sealed class KubernetesExportTests : IDisposable
{
    private readonly Workbench bench = new();

    [Fact]
    public async Task Each_schedule_is_a_valid_CronJob()
    {
        var yaml = await ExportAsync("""
            nightly: {cron: "0 3 * * *", target: echo}
              hourly: {cron: "@hourly", target: echo, tz: America/New_York}
              often: {cron: "*/5 * * * *", target: echo}
            """);
        KubernetesRules.Faults(yaml).ShouldBeEmpty();
        var jobs = KubernetesRules.Jobs(yaml);
        jobs.Select(j => j.Metadata.Name).ShouldBe(["nightly", "hourly", "often"]);
        jobs.Select(j => j.Spec.Schedule).ShouldBe(["0 3 * * *", "0 * * * *", "*/5 * * * *"]);
        jobs.Select(j => j.Spec.TimeZone).ShouldBe(["UTC", "America/New_York", "UTC"]);
        jobs.Select(j => j.Spec.StartingDeadlineSeconds!.Value).ShouldBe([6 * 3600, 1800, 150]);
        jobs[0].Spec.JobTemplate.Spec.Template.Spec.Containers[0].Args.ShouldBe(["run", "--quiet", "--wait", "30m", "echo"]);
    }

    [Fact]
    public async Task What_reports_runs_to_the_outside_is_referred_to_by_name()
    {
        (bench.Variables["QM_PING_URL"], bench.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"]) = ("https://ping/sesame", "http://collector:4318");
        var yaml = await ExportAsync("night: {cron: 0 3 * * *, target: echo}");
        KubernetesRules.Faults(yaml).ShouldBeEmpty();
        var env = KubernetesRules.Jobs(yaml).Single().Spec.JobTemplate.Spec.Template.Spec.Containers[0].Env;
        env.Where(e => e.Value is null).Select(e => (e.Name, e.ValueFrom.SecretKeyRef.Name, e.ValueFrom.SecretKeyRef.Key)).ShouldBe(
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "quantmatrix", "OTEL_EXPORTER_OTLP_ENDPOINT"), ("QM_PING_URL", "quantmatrix", "QM_PING_URL"),
        ]);
    }

    [Fact]
    public async Task Text_of_the_job_file_is_quoted()
    {
        bench.WriteJobs("""
            jobs: {"a: [b] # \"c\"": {run: echo}}
            schedules: {yes: {cron: 0 3 * * *, target: "a: [b] # \"c\""}}
            """);
        (await bench.RunAsync("export k8s --image registry.example.com:5000/qm:1.2")).ShouldBe(0, bench.Error.ToString());
        var job = KubernetesRules.Jobs(bench.Output.ToString()).Single();
        job.Metadata.Name.ShouldBe("yes");
        job.Spec.JobTemplate.Spec.Template.Spec.Containers[0].Args[^1].ShouldBe("a: [b] # \"c\"");
        job.Spec.JobTemplate.Spec.Template.Spec.Containers[0].Image.ShouldBe("registry.example.com:5000/qm:1.2");
    }

    [Theory]
    [InlineData("Nightly: {cron: 0 3 * * *, target: echo}", "has a name that Kubernetes does not accept")]
    [InlineData("night_run: {cron: 0 3 * * *, target: echo}", "has a name that Kubernetes does not accept")]
    [InlineData("a12345678901234567890123456789012345678901234567890123: {cron: 0 3 * * *, target: echo}", "expected up to 52")]
    [InlineData("night: {cron: 0 3 1 * 1, target: echo}", "which Kubernetes joins by OR")]
    [InlineData("night: {cron: 0 3 LW * *, target: echo}", "uses L, W or #")]
    public async Task A_schedule_that_Kubernetes_would_not_run_is_refused(string schedule, string reason)
    {
        bench.WriteJobs($"jobs: {{echo: {{}}}}\nschedules:\n  {schedule}\n");
        (await bench.RunAsync("export k8s")).ShouldBe(78);
        bench.Output.ToString().ShouldBeEmpty();
        bench.Error.ToString().ShouldContain(reason);
    }

    /// <summary>The check above refuses each of these changes.</summary>
    [Theory]
    [InlineData("concurrencyPolicy: Forbid", "concurencyPolicy: Forbid")]
    [InlineData("concurrencyPolicy: Forbid", "concurrencyPolicy: Allow")]
    [InlineData("concurrencyPolicy: Forbid", "concurrencyPolicy: Forbid\n  concurrencyPolicy: Forbid")]
    [InlineData("backoffLimit: 6", "backoffLimit: six")]
    [InlineData("backoffLimit: 6", "backoffLimit: 0")]
    [InlineData("apiVersion: batch/v1\n", "apiVersion: batch/v1beta1\n")]
    [InlineData("schedule: \"0 3 * * *\"", "schedule: \"0 25 * * *\"")]
    [InlineData("schedule: \"0 3 * * *\"", "schedule: \"TZ=UTC 0 3 * * *\"")]
    [InlineData("timeZone: \"UTC\"", "timeZone: \"Europe/Nowhere\"")]
    [InlineData("startingDeadlineSeconds: 21600", "startingDeadlineSeconds: 5")]
    [InlineData("values: [64, 65, 78]", "values: [64, 65, 75, 78]")]
    [InlineData("values: [64, 65, 78]", "values: [64, 78]")]
    [InlineData("action: FailJob", "action: Count")]
    [InlineData("containerName: quantmatrix", "containerName: batch")]
    [InlineData("restartPolicy: Never", "restartPolicy: OnFailure")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: false")]
    [InlineData("runAsUser: 1654", "runAsUser: 0")]
    [InlineData("type: RuntimeDefault", "type: Unconfined")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false")]
    [InlineData("drop: [ALL]", "drop: []")]
    [InlineData("memory: 512Mi", "memory: 256Mi")]
    [InlineData("memory: 512Mi", "memory: 512M")]
    [InlineData("claimName: quantmatrix-data", "claimName: other")]
    [InlineData("mountPath: /data", "mountPath: /dta")]
    [InlineData("{name: tmp, mountPath: /tmp}", "{name: temp, mountPath: /tmp}")]
    [InlineData("- {name: QM_DATA, value: /data}", "- {name: QM_DATA, value: /data}\n            - {name: QM_POSTGRES, value: Host=db}")]
    [InlineData("- secretRef: {name: quantmatrix, optional: true}", "- configMapRef: {name: quantmatrix}")]
    [InlineData("      containers:", "     containers:")]
    public async Task A_changed_manifest_is_refused(string text, string instead)
    {
        var yaml = await ExportAsync("night: {cron: 0 3 * * *, target: echo}");
        KubernetesRules.Faults(yaml).ShouldBeEmpty();
        yaml.ShouldContain(text);
        KubernetesRules.Faults(yaml.Replace(text, instead, StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    public void Dispose() => bench.Dispose();

    private async Task<string> ExportAsync(string schedules)
    {
        bench.WriteJobs($"jobs: {{echo: {{}}}}\nschedules:\n  {schedules}\n");
        (await bench.RunAsync("export k8s")).ShouldBe(0, bench.Error.ToString());
        return bench.Output.ToString();
    }
}
