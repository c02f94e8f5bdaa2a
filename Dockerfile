# docker build -t checker . && docker run --rm -v "$PWD/submission:/submission:ro" checker
# Another report: docker run ... checker /submission --report html > report.html
FROM debian:bookworm-slim AS tools
COPY .ci/prepare.sh /tmp/
RUN . /tmp/prepare.sh && install_packages && rm -rf /var/lib/apt/lists/* /tmp/prepare.sh

FROM tools AS build
WORKDIR /src
COPY . .
RUN ./grade --version && cmake --install build --strip --prefix /opt/checker

# What building submissions takes, and the checker.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc g++ make cmake libarchive13 libdw1 libfmt9 libseccomp2 libssl3 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/checker /usr/local
# Plain, so that a submission is nobody in particular either. `--user root` gives submissions a user apart from the checker's.
RUN useradd --create-home grader
USER grader
WORKDIR /home/grader
ENTRYPOINT ["checker"]
CMD ["/submission"]
