#!/bin/bash
# A study in ${tasks?size} task<#if tasks?size != 1>s</#if>, written by "tiny-mnist cluster submit". Runs that are finished are kept, others
# go on from their checkpoint: it may be edited, and submitted again by hand.
<#list commands as command>
#   sbatch ${command}
</#list>
#
#SBATCH --job-name=tiny-mnist
#SBATCH --chdir="${directory}"
#SBATCH --output="${folder}/%A_%a.log"
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
#SBATCH --nodes=1
#SBATCH --ntasks=1
<#list header as option>
#SBATCH ${option}
</#list>

# The native library is unpacked once a node, on its own disk: JVMs that start together race for it.
cache=<#noparse>${TMPDIR:-/tmp}/tiny-mnist-$(id -u)</#noparse>
mkdir -p -m 700 "$cache" && [ -O "$cache" ] || cache=$(mktemp -d)
jar=${jar}
program=(${java} -XX:+UseSerialGC "-XX:ActiveProcessorCount=$SLURM_CPUS_PER_TASK"
  "-Dorg.bytedeco.javacpp.cachedir=$cache" -jar "$jar")
(
  flock 9
  [ "$cache/unpacked" -nt "$jar" ] ||
    { <#noparse>"${program[@]}"</#noparse> doctor --gpu off > /dev/null 2>&1 && touch "$cache/unpacked"; }
) 9> "$cache/lock"

if [ "$1" = report ]; then
  exec <#noparse>"${program[@]}"</#noparse> report --out ${out} ${report}
fi

case $((<#noparse>${1:-0}</#noparse> + SLURM_ARRAY_TASK_ID)) in
<#list tasks as runs>
  ${runs?index}) runs=(${runs}) ;;
</#list>
esac

<#noparse>
task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
name="task $task on $SLURMD_NODENAME"
echo "$name: started"

# The shell stays, to have Slurm start the task again; the signal is passed on.
trap 'kill -TERM "$jvm" 2> /dev/null' TERM
</#noparse>
<#noparse>"${program[@]}" run "${runs[@]}"</#noparse> --no-report --jobs "$SLURM_CPUS_PER_TASK" \
  --out ${out} ${run} &
<#noparse>
jvm=$!
wait "$jvm"
code=$?
while kill -0 "$jvm" 2> /dev/null; do
  wait "$jvm"
  code=$?
done

case $code in
  130 | 143)
    # Told to stop, with a checkpoint. Slurm itself restarts what it preempted or what was requeued,
    # and nobody what was cancelled; only before its time limit is a task that must end still running.
    scontrol show job -o "$task" | grep -q 'JobState=RUNNING' || exit 0
</#noparse>
    times=$(grep -c ': time limit; requeued' "${folder}/$task.log")
<#noparse>
    if [ "$times" -lt 3 ]; then
      echo "$name: time limit; requeued, $((times + 1)) of 3"
      scontrol requeue "$task"
      exit 0
    fi
    echo "$name: time limit, the fourth: it takes more --time"
    exit 1
    ;;
  137 | 139 | 134) echo "$name: killed by signal $((code - 128))" ;;
esac
exit $code
</#noparse>
